package dev.attune.infra.cli;

/** What we are writing to. */
public final class Terminal {

  private Terminal() {}

  /** Whether a person sits in front of it. */
  public static boolean interactive() {
    return System.console().isTerminal();
  }

  /** Whether lines that are already written can be written anew, and colours are wanted. */
  public static boolean fancy() {
    return interactive()
        && System.getenv("NO_COLOR") == null
        && !"dumb".equals(System.getenv().getOrDefault("TERM", "dumb"));
  }
}
