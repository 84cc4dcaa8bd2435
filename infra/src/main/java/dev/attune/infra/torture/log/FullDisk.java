package dev.attune.infra.torture.log;

import dev.attune.infra.stack.StackException;
import dev.attune.infra.torture.Interruption;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** PostgreSQL on a disk of its own that runs full and is cleared again. */
final class FullDisk {

  private static final int MOST_LOOKS = 400;
  private static final int MEGABYTES = 192;
  private static final String PANIC = "PANIC";

  /** Room for no more WAL than the disk has anyway. */
  private static final String SETTINGS = "max_wal_size = 48MB\nmin_wal_size = 32MB\n";

  private final PrintStream out;

  FullDisk(PrintStream out) {
    this.out = out;
  }

  /**
   * What was to be seen.
   *
   * @param noSpace how often PostgreSQL told that there is no space
   * @param panics of PostgreSQL, which cannot go on without room for its WAL
   * @param failures what nodes told instead of an outcome
   */
  record Outcome(long noSpace, long panics, Set<String> failures, List<String> complaints) {}

  /** Why it cannot be done here; empty if it can. */
  static String missing() {
    return SmallDisk.missing();
  }

  /**
   * Fills it and clears it.
   *
   * @param left bytes that are left when it is called full; with some, the WAL hits the end first, with none, the tables
   * @param full how long it stays so at least; longer if until then no writer was told of a failure
   */
  Outcome run(int left, Duration full) throws SQLException {
    Path folder = temporary();
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("postgres"), MEGABYTES)) {
      LogServer server = LogServer.start(folder, SETTINGS);
      try {
        Set<String> failures = new TreeSet<>();
        List<String> complaints = new Arena(server).complaints(book -> {
          fill(disk, server, book, left, full);
          failures.addAll(book.failures().keySet());
        });
        return new Outcome(noSpace(server), ServerLog.count(server, PANIC), failures, complaints);
      } finally {
        server.killAll();
        disk.close();
        server.close();
      }
    }
  }

  private void fill(SmallDisk disk, LogServer server, LogBook book, int left, Duration full) {
    long before = book.count();
    long begin = System.nanoTime();
    Path filler = disk.folder().resolve("filler");
    fillUp(filler, disk, left);
    Interruption.pause(full);
    awaitFailure(book);
    long meanwhile = book.count() - before;
    double seconds = (System.nanoTime() - begin) / 1e9;
    try {
      Files.delete(filler);
    } catch (IOException e) {
      throw new StackException("Cannot delete " + filler + ": " + e.getMessage(), e);
    }
    server.revive();
    out.printf("  the disk was full for %.1f s (%,d KB left): %,d acknowledged at first, then PostgreSQL told so %d"
        + " times, %d times as a PANIC%n", seconds, left / 1024, meanwhile, noSpace(server),
        ServerLog.count(server, PANIC));
    book.failures().forEach((why, times) -> out.printf("    %d times: %s%n", times.sum(), why));
  }

  private static long noSpace(LogServer server) {
    return ServerLog.count(server, "No space left on device");
  }

  private static void awaitFailure(LogBook book) {
    for (int i = 0; i < MOST_LOOKS && book.failures().isEmpty(); i++) {
      Interruption.pause(Duration.ofMillis(50));
    }
  }

  private static void fillUp(Path filler, SmallDisk disk, int left) {
    byte[] block = new byte[64 * 1024];
    try (OutputStream file = Files.newOutputStream(filler)) {
      while (Files.getFileStore(disk.folder()).getUsableSpace() > left) {
        file.write(block);
      }
    } catch (IOException full) {
      // That was to be reached.
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("attune-full-disk-");
    } catch (IOException e) {
      throw new StackException("Cannot write to the temporary folder: " + e.getMessage(), e);
    }
  }
}
