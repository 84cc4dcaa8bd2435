package dev.attune.command.definition;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lengths of time as marketers write them: {@code 90s}, {@code 30m}, {@code 24h}, {@code 30d}. A day has 24 hours. */
final class WrittenSpan {

  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})(s|m|h|d)");

  private WrittenSpan() {}

  /** In seconds; null, with a flaw noted, if it is none or out of bounds. */
  static @Nullable Long seconds(Node node, long least, long most) {
    if (node.isAbsent()) {
      node.flaw("say how long: 90s, 30m, 24h or 30d");
    }
    String text = node.textOrNull();
    if (text == null) {
      return null;
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      node.flaw("must be a number with s, m, h or d, such as 24h");
      return null;
    }
    long seconds = Long.parseLong(form.group(1)) * unit(form.group(2));
    if (seconds < least || seconds > most) {
      node.flaw("must be %d seconds to %d days".formatted(least, most / 86_400));
      return null;
    }
    return seconds;
  }

  private static long unit(String letter) {
    return switch (letter) {
      case "s" -> 1;
      case "m" -> 60;
      case "h" -> 3_600;
      default -> 86_400;
    };
  }
}
