package dev.attune.command.collect;

import dev.attune.contracts.value.Value;
import java.util.Optional;

/** How large a value may be. */
final class Bounds {

  static final int DEPTH = 32;
  static final int DIGITS = 100;
  static final int SCALE = 400;

  private Bounds() {}

  /** What is out of bounds in the value; none if nothing is. */
  static Optional<String> violation(Value value) {
    return violation(value, DEPTH);
  }

  static boolean isSane(Value.Decimal decimal) {
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
          fields.values().values().stream().flatMap(field -> violation(field, depth - 1).stream()).findFirst();
      case Value.Nothing nothing -> Optional.empty();
      case Value.Flag flag -> Optional.empty();
      case Value.Whole whole -> Optional.empty();
      case Value.Text text -> Optional.empty();
    };
  }
}
