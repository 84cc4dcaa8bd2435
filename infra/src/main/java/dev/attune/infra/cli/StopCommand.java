package dev.attune.infra.cli;

import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.StackException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stops everything. */
@Command(
    name = "stop",
    description = "Stop everything in order, services first.",
    mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    LocalStack stack = StackStart.stack();
    try (Turn turn = Turn.take(stack.settings().home())) {
      stop(stack, System.out);
    }
    return 0;
  }

  static void stop(LocalStack stack, PrintStream out) {
    if (stack.nodes().isEmpty()) {
      out.println("Nothing runs.");
      return;
    }
    out.println("Stopping.");
    try (StackScreen screen = new StackScreen(out, false)) {
      stack.stop(screen);
    } catch (StackException e) {
      out.println(e.getMessage());
    }
    out.println("Stopped. The data stays in " + stack.settings().home());
  }
}
