package dev.attune.infra.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** What we are writing to. */
public final class Terminal {

  private Terminal() {}

  /** Whether a person sits in front of it. */
  public static boolean interactive() {
    Console console = console();
    return console != null && console.isTerminal();
  }

  /** Whether lines that are already written can be written anew, and colours are wanted. */
  public static boolean fancy() {
    return interactive()
        && System.getenv("NO_COLOR") == null
        && !"dumb".equals(System.getenv().getOrDefault("TERM", "dumb"));
  }

  /** Asks and returns the answer; empty when there is none. */
  static String ask(String question) {
    Console console = console();
    String answer = console == null ? null : console.readLine("%s ", question);
    return answer == null ? "" : answer;
  }

  // Java 22 to 24 always gave one, Java 25 gives none again where there is no terminal
  @SuppressWarnings("SystemConsoleNull")
  private static @Nullable Console console() {
    return System.console();
  }
}
