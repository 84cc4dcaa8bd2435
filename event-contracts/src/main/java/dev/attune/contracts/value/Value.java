package dev.attune.contracts.value;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A value of JSON's data model with exact numbers. Immutable. */
public sealed interface Value {

  /** JSON {@code null}. */
  Nothing NOTHING = new Nothing();

  static Value of(String text) {
    return new Text(text);
  }

  static Value of(long whole) {
    return new Whole(whole);
  }

  static Value of(boolean flag) {
    return new Flag(flag);
  }

  static Value of(BigDecimal decimal) {
    return new Decimal(decimal);
  }

  /** JSON {@code null}. */
  record Nothing() implements Value {}

  /** {@code true} or {@code false}. */
  record Flag(boolean value) implements Value {}

  /** A number without a fraction that fits in 64 bits. */
  record Whole(long value) implements Value {}

  /** Any other number, with its scale as written: {@code 1.50} is not {@code 1.5}. */
  record Decimal(BigDecimal value) implements Value {}

  /** A string. */
  record Text(String value) implements Value {}

  /** An array. */
  record Items(List<Value> values) implements Value {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** An object. Order of fields is kept but means nothing. */
  record Fields(Map<String, Value> values) implements Value {}
}
