package dev.attune.command.platform.json;

import dev.attune.contracts.value.Value;
import java.util.Map;
import java.util.Optional;

/** How large a value may be. */
public final class Bounds {

  /** Deepest nesting. */
  public static final int DEPTH = 32;
  static final int DIGITS = 100;
  static final int SCALE = 400;

  private Bounds() {}

  /** What is out of bounds in the value; none if nothing is. */
  public static Optional<String> violation(Value value) {
    return violation(value, DEPTH);
  }

  /** False for a number with absurdly many digits. */
  public static boolean isSane(Value.Decimal decimal) {
    return decimal.value().precision() <= DIGITS && Math.abs(decimal.value().scale()) <= SCALE;
  }

  private static Optional<String> violation(Value value, int depth) {
    if (depth == 0) {
      return Optional.of("nested more than %d levels deep".formatted(DEPTH));
    }
    return switch (value) {
      case Value.Decimal decimal ->
          isSane(decimal) ? Optional.empty() : Optional.of("a number has more than %d digits".formatted(DIGITS));
      case Value.Items items ->
          items.values().stream().flatMap(item -> violation(item, depth - 1).stream()).findFirst();
      case Value.Fields fields ->
          fields.values().entrySet().stream()
              .flatMap(f -> broken(f.getKey()).or(() -> violation(f.getValue(), depth - 1)).stream())
              .findFirst();
      case Value.Nothing nothing -> Optional.empty();
      case Value.Flag flag -> Optional.empty();
      case Value.Whole whole -> Optional.empty();
      case Value.Text text -> broken(text.value());
    };
  }

  /** Half a character cannot be stored: what is decided on it could not be decided again from the log. */
  private static Optional<String> broken(String text) {
    return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)
        ? Optional.of("a text with an unpaired surrogate")
        : Optional.empty();
  }

  /** What is out of bounds in an object: its size, its depth, its numbers; none if nothing is. */
  public static Optional<String> violation(Map<String, Value> fields, int bytes) {
    Value object = new Value.Fields(fields);
    long size = size(object);
    return size > bytes
        ? Optional.of("has about %d bytes; at most %d are taken".formatted(size, bytes))
        : violation(object);
  }

  /** True for a text without control characters and unpaired surrogates: what is fit for an id. */
  public static boolean isClean(String text) {
    return text.codePoints().noneMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF));
  }

  /** About how many bytes the value takes when it is stored; never less than half of it. */
  public static long size(Value value) {
    return switch (value) {
      case Value.Nothing nothing -> 1;
      case Value.Flag flag -> 2;
      case Value.Whole whole -> 9;
      case Value.Decimal decimal -> 4 + decimal.value().precision() / 2;
      case Value.Text text -> 3 + 2L * text.value().length();
      case Value.Items items -> 2 + items.values().stream().mapToLong(Bounds::size).sum();
      case Value.Fields fields ->
          2 + fields.values().entrySet().stream().mapToLong(f -> 2 + 2L * f.getKey().length() + size(f.getValue())).sum();
    };
  }
}
