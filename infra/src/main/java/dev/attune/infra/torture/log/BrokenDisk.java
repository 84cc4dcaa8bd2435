package dev.attune.infra.torture.log;

import dev.attune.infra.torture.Interruption;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The disk fails to make durable what was written: PostgreSQL must not go on as if it had, and has to be started again. */
final class BrokenDisk {

  private static final Duration BROKEN = Duration.ofMillis(1_500);

  private final LogServer server;
  private final PrintStream out;

  BrokenDisk(LogServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  /**
   * What was to be seen.
   *
   * @param panics of PostgreSQL
   */
  record Outcome(long panics, List<String> complaints) {}

  /** On a fresh log; {@link Strace#missing} must be empty. */
  Outcome run() throws SQLException {
    long before = ServerLog.count(server, "PANIC");
    List<String> complaints = new Arena(server).complaints(book -> {
      long acknowledged = book.count();
      try (Strace strace = Strace.brokenDisk(server.pid())) {
        Interruption.pause(BROKEN);
        acknowledged = book.count() - acknowledged;
      }
      server.revive();
      out.printf("  fdatasync failed for %d ms: %,d acknowledged meanwhile (the first before strace was attached)%n",
          BROKEN.toMillis(), acknowledged);
    });
    long panics = ServerLog.count(server, "PANIC") - before;
    out.printf("  PostgreSQL ended itself %d times (PANIC) and was started again%n", panics);
    return new Outcome(panics, complaints);
  }
}
