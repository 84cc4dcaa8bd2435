package dev.attune.infra.bench;

import dev.attune.infra.cli.StackStart;
import dev.attune.infra.client.Access;
import dev.attune.infra.client.ApiException;
import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.StackException;
import dev.attune.infra.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code ./attune bench}. */
@Command(
    name = "bench",
    description = "Run a benchmark and print its table; without a name, list them.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The benchmark.")
  private @Nullable String name;

  @Option(names = "--seconds", description = "How long to measure (default: ${DEFAULT-VALUE}).")
  private int seconds = 30;

  @Option(names = "--rate", description = "Events a second, where a rate is held (default: ${DEFAULT-VALUE}).")
  private int rate = 200;

  @Option(names = "--events", description = "Events of a rebuild (default: ${DEFAULT-VALUE}).")
  private int events = 1_000_000;

  @Option(names = "--seed", description = "Of everything drawn (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there as one flat JSON object.")
  private @Nullable Path json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Terminal terminal = Terminal.standard();
    if (name == null) {
      Benches.all().forEach(bench -> terminal.line("%-12s %s".formatted(bench.name(), bench.describe())));
      return 0;
    }
    Bench bench = Benches.named(name).orElseThrow(() -> new StackException(
        "There is no benchmark '" + name + "'. There are: "
            + String.join(", ", Benches.all().stream().map(Bench::name).toList())));
    if (seconds < 1 || rate < 1 || events < 1_000) {
      throw new StackException("--seconds and --rate are at least 1, --events at least 1,000.");
    }
    return run(bench, terminal);
  }

  private int run(Bench bench, Terminal terminal) throws IOException, InterruptedException {
    LocalStack stack = StackStart.stack();
    Path raw = stack.settings().home().resolve("bench")
        .resolve(bench.name() + "-" + Instant.now().toString().replace(':', '-') + ".csv");
    terminal.line(bench.name() + ": " + bench.describe());
    terminal.line("on " + Hardware.describe());
    terminal.line("settings: " + seconds + " s after warming up, " + rate + " events/s where a rate is held,"
        + " seed " + seed);
    try (Samples samples = new Samples(raw)) {
      List<Figure> figures =
          bench.run(new BenchRun(seconds, rate, events, seed, samples, terminal, () -> running(stack)));
      terminal.line();
      terminal.line(bench.table(figures));
      terminal.line("load after: " + Hardware.describe());
      samples.written().ifPresent(file -> terminal.line("raw samples: " + file));
      if (json != null) {
        Files.writeString(json, Report.json(bench.name(), figures));
      }
      return 0;
    } catch (BenchFailedException | ApiException e) {
      terminal.line(terminal.bad("No result: ") + e.getMessage());
      return 1;
    }
  }

  private static Access running(LocalStack stack) {
    if (!stack.isUp(LocalStack.everything())) {
      throw new StackException("Attune is not up. Start it: ./attune up");
    }
    return Access.to(stack);
  }
}
