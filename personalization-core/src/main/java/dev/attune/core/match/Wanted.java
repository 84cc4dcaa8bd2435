package dev.attune.core.match;

import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A value that properties are compared with. Numbers compare by what they are worth, without making objects where both
 * fit in 64 bits.
 */
final class Wanted {

  private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private final Value value;
  private final @Nullable BigDecimal number;

  /** The greatest whole number that is not above the wanted one, within 64 bits. */
  private final long floor;

  /** How the wanted number stands to {@link #floor}: above (1), the same (0), or below all of 64 bits (-1). */
  private final int beyond;

  Wanted(Value value) {
    this.value = value;
    number = numberOrNull(value);
    if (number == null || number.compareTo(LEAST) < 0) {
      floor = Long.MIN_VALUE;
      beyond = number == null ? 0 : -1;
    } else {
      floor = number.compareTo(MOST) >= 0 ? Long.MAX_VALUE : number.setScale(0, RoundingMode.FLOOR).longValueExact();
      beyond = number.compareTo(BigDecimal.valueOf(floor));
    }
  }

  boolean equal(Value actual) {
    return number == null ? value.equals(actual) : isNumber(actual) && compareNumber(actual) == 0;
  }

  /** True if both are numbers or both are texts, so that one may come before the other. */
  boolean comparable(Value actual) {
    return number == null ? value instanceof Value.Text && actual instanceof Value.Text : isNumber(actual);
  }

  /** How the actual value compares to the wanted one; only where they are comparable. */
  int compare(Value actual) {
    return value instanceof Value.Text wanted && actual instanceof Value.Text text
        ? text.value().compareTo(wanted.value())
        : compareNumber(actual);
  }

  /** True if the actual text contains the wanted one, or the actual list an equal item. */
  boolean containedIn(Value actual) {
    return switch (actual) {
      case Value.Text text -> value instanceof Value.Text wanted && text.value().contains(wanted.value());
      case Value.Items items -> items.values().stream().anyMatch(this::equal);
      case Value.Nothing nothing -> false;
      case Value.Flag flag -> false;
      case Value.Whole whole -> false;
      case Value.Decimal decimal -> false;
      case Value.Fields fields -> false;
    };
  }

  private int compareNumber(Value actual) {
    if (actual instanceof Value.Whole whole) {
      int order = Long.compare(whole.value(), floor);
      return order == 0 ? -beyond : order;
    }
    if (actual instanceof Value.Decimal decimal && number != null) {
      return decimal.value().compareTo(number);
    }
    throw new IllegalArgumentException("Not comparable: " + actual);
  }

  private static boolean isNumber(Value value) {
    return value instanceof Value.Whole || value instanceof Value.Decimal;
  }

  private static @Nullable BigDecimal numberOrNull(Value value) {
    return value instanceof Value.Whole whole
        ? BigDecimal.valueOf(whole.value())
        : value instanceof Value.Decimal decimal ? decimal.value() : null;
  }
}
