package dev.attune.infra.cli;

import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.StackException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes everything. */
@Command(
    name = "clean",
    description = "Stop everything and delete the data folder with all events, views, logs and keys.",
    mixinStandardHelpOptions = true)
final class CleanCommand implements Callable<Integer> {

  @Option(names = {"-y", "--yes"}, description = "Don't ask.")
  private boolean yes;

  @Override
  public Integer call() {
    LocalStack stack = StackStart.stack();
    if (!yes && !confirmed(stack)) {
      System.out.println("Nothing was deleted.");
      return 1;
    }
    try (Turn turn = Turn.take(stack.settings().home())) {
      StopCommand.stop(stack, System.out);
      stack.delete();
    }
    System.out.println("Deleted " + stack.settings().home());
    return 0;
  }

  private static boolean confirmed(LocalStack stack) {
    if (!Terminal.interactive()) {
      throw new StackException("This deletes all events below " + stack.settings().home()
          + " for good. There is nobody to ask here; to do it, say: ./attune clean --yes");
    }
    return Terminal.ask("Delete all events, views, logs and keys below " + stack.settings().home() + " for good? [y/N]")
        .strip()
        .toLowerCase(Locale.ROOT)
        .matches("y|yes");
  }
}
