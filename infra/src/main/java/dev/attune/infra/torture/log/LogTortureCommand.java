package dev.attune.infra.torture.log;

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
    description = "Strike the append path of the event store alone, on a PostgreSQL of its own with fsync on, and compare"
        + " the log with what was acknowledged.",
    footer = {"", "Exit code 1 if anything was wrong."},
    mixinStandardHelpOptions = true)
public final class LogTortureCommand implements Callable<Integer> {

  @Option(names = "--seed", description = "Seed of the load and the strikes (default: by lot; it is printed).")
  private @Nullable Long seed;

  @Option(names = "--seconds", defaultValue = "300", description = "Of the storm of strikes (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Override
  public Integer call() throws SQLException {
    PrintStream out = System.out;
    long drawn = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000) : seed;
    out.printf("Torture of the log. The same again: ./attune torture log --seconds %d --seed %d%n", seconds, drawn);
    List<String> complaints = new ArrayList<>();
    complaints.addAll(
        new Storm(out).run(drawn, new Storm.Size(Duration.ofSeconds(seconds), 3, 8)).complaints());
    complaints.forEach(complaint -> out.println("  wrong: " + complaint));
    out.println(complaints.isEmpty() ? "Nothing was lost, doubled or out of order." : complaints.size() + " wrong.");
    return complaints.isEmpty() ? 0 : 1;
  }
}
