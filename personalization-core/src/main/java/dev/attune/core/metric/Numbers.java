package dev.attune.core.metric;

import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Exact numbers out of values and back. */
final class Numbers {

  private Numbers() {}

  /** What the value is worth; null if it is no number. */
  static @Nullable BigDecimal of(@Nullable Value value) {
    return value instanceof Value.Whole whole
        ? BigDecimal.valueOf(whole.value())
        : value instanceof Value.Decimal decimal ? decimal.value() : null;
  }

  /** The number as a value, without a fraction where it has none. */
  static Value value(BigDecimal number) {
    return number.scale() == 0 && number.unscaledValue().bitLength() < 64
        ? Value.of(number.longValueExact())
        : Value.of(number);
  }

  /** The lesser one; of equals the shorter one, so that their order does not matter. */
  static BigDecimal least(BigDecimal a, BigDecimal b) {
    int order = a.compareTo(b);
    return order == 0 ? shorter(a, b) : order < 0 ? a : b;
  }

  /** The greater one; of equals the shorter one, so that their order does not matter. */
  static BigDecimal greatest(BigDecimal a, BigDecimal b) {
    int order = a.compareTo(b);
    return order == 0 ? shorter(a, b) : order > 0 ? a : b;
  }

  private static BigDecimal shorter(BigDecimal a, BigDecimal b) {
    return a.scale() <= b.scale() ? a : b;
  }
}
