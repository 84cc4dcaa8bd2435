package dev.attune.infra.torture.log;

import dev.attune.eventstore.append.PostgresAppender;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code ./attune torture log}. */
@Command(
    name = "log",
    description = "Strike the append path of the event store alone, on PostgreSQL servers of its own with fsync on, and"
        + " compare the log with what was acknowledged.",
    footer = {"", "Exit code 1 if anything was wrong."},
    mixinStandardHelpOptions = true)
public final class LogTortureCommand implements Callable<Integer> {

  private static final int NODES = 3;
  private static final int WRITERS_OF_NODE = 8;
  private static final int WAL_LEFT = 10 << 20;

  @Option(names = "--seed", description = "Seed of the load and the strikes (default: by lot; it is printed).")
  private @Nullable Long seed;

  @Option(
      names = "--seconds",
      defaultValue = "300",
      description = "Of the storm of strikes (default: ${DEFAULT-VALUE}). Open snapshot and hot stream take a fifth of it"
          + " each, 5 to 60.")
  private int seconds;

  private final PrintStream out = System.out;
  private final List<String> complaints = new ArrayList<>();

  @Override
  public Integer call() throws SQLException {
    long drawn = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000) : seed;
    Duration shorter = Duration.ofSeconds(Math.clamp(seconds / 5, 5, 60));
    out.printf("Torture of the log. The same again: ./attune torture log --seconds %d --seed %d%n", seconds, drawn);
    out.printf("Storm: %d nodes, %d writers, strikes for %d s%n", NODES, NODES * WRITERS_OF_NODE, seconds);
    wrong(
        new Storm(out)
            .run(drawn, new Storm.Size(Duration.ofSeconds(seconds), NODES, WRITERS_OF_NODE))
            .complaints());
    try (LogServer server = LogServer.start()) {
      onOneServer(server, shorter);
    }
    fullDisk();
    out.println(complaints.isEmpty() ? "Nothing was lost, doubled or out of order." : complaints.size() + " wrong.");
    return complaints.isEmpty() ? 0 : 1;
  }

  private void onOneServer(LogServer server, Duration time) throws SQLException {
    out.println("Stopped node");
    wrong(new StoppedHolder(server, out).run(NodeProgram.class).complaints());

    out.println("Open snapshot");
    server.freshLog();
    wrong(new SnapshotHeld(server, out).run(appender(server), time, SnapshotHeld.AIM).complaints());

    out.println("Hot stream");
    server.freshLog();
    wrong(new HotStream(server, out).run(appender(server), HotStream.BOUNDED, time).complaints());

    out.println("Broken disk");
    String missing = Strace.missing();
    if (missing.isEmpty()) {
      server.freshLog();
      wrong(new BrokenDisk(server, out).run().complaints());
    } else {
      out.println("  left out: " + missing);
    }
  }

  private void fullDisk() throws SQLException {
    out.println("Full disk");
    String missing = FullDisk.missing();
    if (missing.isEmpty()) {
      wrong(new FullDisk(out).run(0, Duration.ofSeconds(10)).complaints());
      wrong(new FullDisk(out).run(WAL_LEFT, Duration.ofSeconds(10)).complaints());
    } else {
      out.println("  left out: " + missing);
    }
  }

  private static PostgresAppender appender(LogServer server) {
    return new Arena(server).appender();
  }

  private void wrong(List<String> found) {
    found.forEach(complaint -> out.println("  wrong: " + complaint));
    complaints.addAll(found);
  }
}
