package dev.attune.infra.cli;

import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.Settings;
import java.io.PrintStream;

/** Starts the whole stack with its screen, for {@code up} and for every command that needs it running. */
public final class StackStart {

  private StackStart() {}

  /**
   * Starts what is missing and returns when all is healthy.
   *
   * @return whether anything had to be started
   * @throws dev.attune.infra.stack.StackException with a message for people
   */
  public static boolean ensureUp(LocalStack stack, PrintStream out) {
    try (Turn turn = Turn.take(stack.settings().home())) {
      if (stack.isUp(LocalStack.everything())) {
        return false;
      }
      out.println("Starting Attune in " + stack.settings().home());
      try (StackScreen screen = new StackScreen(out, Terminal.fancy())) {
        stack.up(LocalStack.everything(), screen);
      }
      return true;
    }
  }

  /** The stack that the environment names. */
  public static LocalStack stack() {
    return LocalStack.of(Settings.fromEnvironment());
  }
}
