package dev.attune.infra.terminal;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** Where a tool prints. Every line is flushed. Not thread-safe. */
public final class Terminal {

  /** Columns that fit on any screen. */
  public static final int WIDTH = 96;

  private static final String RULE = "─";
  private static final String BLOCK = "█";

  private final PrintStream out;
  private final boolean watched;
  private final boolean colours;
  private final boolean boxes;

  private Terminal(PrintStream out, boolean watched, boolean colours, Charset charset) {
    this.out = out;
    this.watched = watched;
    this.colours = colours;
    this.boxes = charset.newEncoder().canEncode(RULE + BLOCK);
  }

  /** Standard output: with colours if it is a terminal and neither {@code NO_COLOR} nor {@code TERM=dumb} is set. */
  public static Terminal standard() {
    Console console = System.console();
    boolean watched = console != null && console.isTerminal();
    String noColour = System.getenv("NO_COLOR");
    boolean wanted = (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    return new Terminal(System.out, watched, watched && wanted, System.out.charset());
  }

  /** Plain text without colours, as for a file. */
  public static Terminal plain(PrintStream out) {
    return new Terminal(out, false, false, out.charset());
  }

  /** True if a person watches. */
  public boolean watched() {
    return watched;
  }

  public void line(String text) {
    out.println(text.stripTrailing());
    out.flush();
  }

  public void line() {
    line("");
  }

  /** A heading over a rule across the page, with an empty line before. */
  public void heading(String text) {
    line();
    line(strong(text) + " " + faint(rule(Math.max(3, WIDTH - text.length() - 1))));
  }

  /** A horizontal line of that many columns. */
  public String rule(int columns) {
    return (boxes ? RULE : "-").repeat(columns);
  }

  /** A bar of {@code value} in {@code most}, of at most that many columns; something that is there has at least one. */
  public String bar(long value, long most, int columns) {
    long length = most <= 0 || value <= 0 ? 0 : Math.max(1, Math.round((double) value / most * columns));
    return (boxes ? BLOCK : "#").repeat((int) length);
  }

  public String strong(String text) {
    return coloured("1", text);
  }

  public String faint(String text) {
    return coloured("2", text);
  }

  public String good(String text) {
    return coloured("32", text);
  }

  public String warning(String text) {
    return coloured("33", text);
  }

  public String bad(String text) {
    return coloured("1;31", text);
  }

  private String coloured(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
