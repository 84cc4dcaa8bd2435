package dev.attune.core.rule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as CEL writes them: {@code 720h}, {@code 1h30m}, {@code 1.5s}. */
final class Durations {

  private static final Pattern WHOLE = Pattern.compile("[-+]?(?:\\d+(?:\\.\\d*)?(?:ns|us|ms|h|m|s))+");
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?)(ns|us|ms|h|m|s)");
  private static final BigDecimal A_BILLION = BigDecimal.valueOf(1_000_000_000);

  private Durations() {}

  /** Without its sign; null if the text is none, or longer than 10,000 years. */
  static @Nullable Duration absolute(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (text.length() > 60 || !WHOLE.matcher(text).matches()) {
      return null;
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanos(part.group(2)))));
    }
    BigDecimal seconds = nanos.divide(A_BILLION, 9, RoundingMode.DOWN);
    if (seconds.compareTo(BigDecimal.valueOf(315_576_000_000L)) > 0) {
      return null;
    }
    try {
      return Duration.ofSeconds(seconds.longValue(), seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private static long nanos(String unit) {
    return switch (unit) {
      case "h" -> 3_600_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "s" -> 1_000_000_000L;
      case "ms" -> 1_000_000L;
      case "us" -> 1_000L;
      default -> 1L;
    };
  }
}
