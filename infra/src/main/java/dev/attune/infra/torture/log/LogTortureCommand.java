package dev.attune.infra.torture.log;

import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.PostgresAppender;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
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
  private static final int MANY_WRITERS_OF_NODE = 64;
  private static final int WAL_LEFT = 10 << 20;
  private static final int LONGEST = 60;
  private static final int COUNTED_CHANGES = 20;

  @Option(names = "--seed", description = "Seed of the load and the strikes (default: by lot; it is printed).")
  private @Nullable Long seed;

  @Option(
      names = "--seconds",
      defaultValue = "300",
      description = "Of the storm of strikes (default: ${DEFAULT-VALUE}). Open snapshot and hot stream take a fifth of it"
          + " each, 5 to 60.")
  private int seconds;

  @Option(
      names = "--acknowledged",
      description = "Let the storm go on until so many units are acknowledged, instead of for a time: eight times the"
          + " writers, and strikes 2 to 4 s apart. Holds about 600 bytes for each.")
  private @Nullable Long acknowledged;

  @Option(
      names = "--part",
      split = ",",
      description = "Only these, separated by commas: ${COMPLETION-CANDIDATES} (default: all).")
  private Set<Part> parts = EnumSet.allOf(Part.class);

  @Option(
      names = "--weakened",
      description = "Of open snapshot and hot stream: strike engines that are slow on purpose; wrong is what is not told.")
  private boolean weakened;

  private final PrintStream out = System.out;
  private final List<String> complaints = new ArrayList<>();

  @Override
  public Integer call() throws SQLException {
    long drawn = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000) : seed;
    if (weakened) {
      parts.retainAll(EnumSet.of(Part.SNAPSHOT, Part.HOT));
    }
    out.printf("Torture of the log. The same again: ./attune torture log %s --part %s --seed %d%n",
        (weakened ? "--weakened " : "")
            + (acknowledged == null ? "--seconds " + seconds : "--acknowledged " + acknowledged),
        parts.stream().map(Part::toString).collect(Collectors.joining(",")), drawn);
    if (parts.contains(Part.STORM)) {
      storm(drawn);
    }
    if (parts.stream().anyMatch(EnumSet.range(Part.STOPPED, Part.BROKEN)::contains)) {
      try (LogServer server = LogServer.start()) {
        onOneServer(server, Duration.ofSeconds(acknowledged == null ? Math.clamp(seconds / 5, 5, LONGEST) : LONGEST));
      }
    }
    if (parts.contains(Part.FULL)) {
      fullDisk();
    }
    String right = weakened ? "Each check tells." : "Nothing was lost, doubled or out of order.";
    out.println(complaints.isEmpty() ? right : complaints.size() + " wrong.");
    return complaints.isEmpty() ? 0 : 1;
  }

  private void storm(long drawn) throws SQLException {
    Storm.Size size = acknowledged == null
        ? Storm.Size.ofTime(Duration.ofSeconds(seconds), NODES, WRITERS_OF_NODE)
        : Storm.Size.ofAcknowledged(acknowledged, NODES, MANY_WRITERS_OF_NODE);
    out.printf("Storm: %d nodes, %d writers, strikes %s%n", NODES, NODES * size.writersOfNode(),
        acknowledged == null ? "for " + seconds + " s" : "until %,d units are acknowledged".formatted(acknowledged));
    wrong(new Storm(out).run(drawn, size).complaints());
  }

  private void onOneServer(LogServer server, Duration time) throws SQLException {
    if (parts.contains(Part.STOPPED)) {
      out.println("Stopped node");
      wrong(new StoppedHolder(server, out).run(NodeProgram.class).complaints());
    }
    if (parts.contains(Part.SNAPSHOT)) {
      out.println("Open snapshot");
      server.freshLog();
      if (weakened) {
        Weakened.counterRow(server, COUNTED_CHANGES);
      }
      judged(new SnapshotHeld(server, out)
          .run(appender(server), time, SnapshotHeld.Judge.of(time), SnapshotHeld.AIM).complaints());
    }
    if (parts.contains(Part.HOT)) {
      out.println("Hot stream");
      server.freshLog();
      Appender appender = weakened ? Weakened.oneUnitAtATime(appender(server)) : appender(server);
      judged(new HotStream(server, out).run(appender, HotStream.BOUNDED, time).complaints());
    }
    if (parts.contains(Part.BROKEN)) {
      brokenDisk(server);
    }
  }

  private void brokenDisk(LogServer server) throws SQLException {
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

  /** Of an engine that is slow on purpose, nothing else than that must be told. */
  private void judged(List<String> found) {
    if (!weakened) {
      wrong(found);
    } else if (found.size() == 1 && found.getFirst().startsWith("slow:")) {
      out.println("  told: " + found.getFirst());
    } else {
      wrong(List.of("an engine that is slow on purpose was told so: " + found));
    }
  }

  private void wrong(List<String> found) {
    found.forEach(complaint -> out.println("  wrong: " + complaint));
    complaints.addAll(found);
  }
}
