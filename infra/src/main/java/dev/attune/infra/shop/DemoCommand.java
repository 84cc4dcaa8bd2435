package dev.attune.infra.shop;

import dev.attune.infra.cli.StackStart;
import dev.attune.infra.client.Access;
import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.StackException;
import dev.attune.infra.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code ./attune demo}. */
@Command(
    name = "demo",
    description = "A shop with simulated shoppers, and what Attune makes of it.",
    footer = {
      "",
      "Starts everything that does not run yet, and leaves it running. Every further run brings the same",
      "shoppers back. Exit code 1 if a decision that is recomputed from history is not identical.",
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

  private static final int MOST_SHOPPERS = 1_000_000;

  @Option(names = "--shoppers", description = "How many shoppers (default: ${DEFAULT-VALUE}).")
  private int shoppers = 3_000;

  @Option(names = "--live", description = "How many of them are watched in real time (default: ${DEFAULT-VALUE}).")
  private int live = 12;

  @Option(names = "--seed", description = "Of shoppers, products and visits (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(names = "--concurrency", description = "Shoppers served side by side (default: ${DEFAULT-VALUE}).")
  private int concurrency = 32;

  @Option(names = "--most-seconds", description = "Nobody else comes after that time (default: ${DEFAULT-VALUE}).")
  private int mostSeconds = 45;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (shoppers < 1 || shoppers > MOST_SHOPPERS || live < 0 || live > shoppers || concurrency < 1
        || mostSeconds < 1) {
      throw new StackException("--shoppers is 1 to 1000000, --live at most that many, --concurrency"
          + " and --most-seconds at least 1.");
    }
    LocalStack stack = StackStart.stack();
    StackStart.ensureUp(stack, System.out);
    Demo.Plan plan =
        new Demo.Plan(
            stack.settings().repository().resolve("infra").resolve("demo").resolve("shop.yaml"),
            stack.secretsFile(), seed, shoppers, live, 1, concurrency,
            Duration.ofSeconds(mostSeconds));
    return new Demo(Access.to(stack), Terminal.standard(), plan, InstantSource.system()).run();
  }
}
