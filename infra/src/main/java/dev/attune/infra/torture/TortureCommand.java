package dev.attune.infra.torture;

import dev.attune.infra.stack.Component;
import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.Node;
import dev.attune.infra.stack.StackReport;
import dev.attune.infra.torture.log.LogTortureCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code ./attune torture}. */
@Command(
    name = "torture",
    description = "Kill every part while interactions and decisions come in, and check that nothing is lost, doubled"
        + " or shown too often. Runs on a stack of its own in a temporary folder.",
    footer = {"", "Exit code 1 if anything was wrong; the folder is kept then."},
    subcommands = LogTortureCommand.class,
    mixinStandardHelpOptions = true)
public final class TortureCommand implements Callable<Integer> {

  private static final int SHOWN = 20;

  @Option(names = "--seed", description = "Seed of the load and the kills (default: by lot; it is printed).")
  private @Nullable Long seed;

  @Option(names = "--interactions", defaultValue = "200000", description = "How many (default: ${DEFAULT-VALUE}).")
  private int interactions;

  @Option(names = "--decisions", defaultValue = "200000", description = "How many (default: ${DEFAULT-VALUE}).")
  private int decisions;

  @Option(names = "--people", defaultValue = "2000", description = "Who send (default: ${DEFAULT-VALUE}).")
  private int people;

  @Option(names = "--kills", defaultValue = "60", description = "In each of the two parts (default: ${DEFAULT-VALUE}).")
  private int kills;

  @Override
  public Integer call() throws IOException {
    PrintStream out = System.out;
    Path folder = Files.createTempDirectory("attune-torture-");
    long drawn = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000) : seed;
    out.printf("Torture in %s. The same again: ./attune torture --seed %d%n", folder, drawn);
    List<String> complaints = new ArrayList<>();
    try (LocalStack stack = LocalStack.temporary(folder)) {
      stack.up(LocalStack.everything(), StackReport.SILENT);
      complaints.addAll(
          new KillsTorture(stack, out)
              .run(drawn, new KillsTorture.Size(interactions, people, 12, kills))
              .complaints());
      List<Node> nodes =
          List.of(stack.first(Component.COMMAND), stack.startNode(Component.COMMAND, stack.freePort()));
      complaints.addAll(
          new CapTorture(stack, out)
              .run(drawn, new CapTorture.Size(decisions, 64, kills), nodes, stack.nodes())
              .complaints());
      if (complaints.isEmpty()) {
        stack.close();
        stack.delete();
      }
    }
    complaints.stream().limit(SHOWN).forEach(complaint -> out.println("  wrong: " + complaint));
    out.println(complaints.isEmpty() ? "Nothing was lost, doubled or shown too often." : complaints.size() + " wrong.");
    return complaints.isEmpty() ? 0 : 1;
  }
}
