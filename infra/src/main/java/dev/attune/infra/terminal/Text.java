package dev.attune.infra.terminal;

import java.time.Duration;
import java.util.Locale;

/** Numbers and texts as people read them, the same in every locale. */
public final class Text {

  private Text() {}

  /** {@code 25,312}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 offer}, {@code 2 offers}. */
  public static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** {@code 34.2 s}. */
  public static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
  }

  /** How many a second, rounded. */
  public static long perSecond(long number, Duration time) {
    return Math.round(number * 1_000_000_000.0 / Math.max(1, time.toNanos()));
  }

  /** The text in exactly that many columns: padded with blanks, or cut with three dots. */
  public static String fit(String text, int columns) {
    return text.length() <= columns ? text + " ".repeat(columns - text.length()) : cut(text, columns);
  }

  /** The text in at most that many columns. */
  public static String cut(String text, int columns) {
    return text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 3)) + "...";
  }

  /** The text at the right of that many columns. */
  public static String right(String text, int columns) {
    return " ".repeat(Math.max(0, columns - text.length())) + text;
  }
}
