package dev.attune.command.collect;

import dev.attune.command.platform.json.Bounds;
import dev.attune.contracts.value.Value;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reading texts and objects out of what a client sent. */
final class Texts {

  private Texts() {}

  /** An id: a text that is not empty, or a number, which some clients send for a text. */
  static Optional<String> id(@Nullable Value value) {
    if (value instanceof Value.Text text && !text.value().isEmpty()) {
      return Optional.of(text.value());
    }
    if (value instanceof Value.Whole whole) {
      return Optional.of(Long.toString(whole.value()));
    }
    if (value instanceof Value.Decimal decimal && Bounds.isSane(decimal)) {
      return Optional.of(decimal.value().toPlainString());
    }
    return Optional.empty();
  }

  /** The object, or an empty one. */
  static Map<String, Value> fields(@Nullable Value value) {
    return value instanceof Value.Fields fields ? fields.values() : Map.of();
  }

  /** True if there is something, and be it of a wrong kind. */
  static boolean isThere(@Nullable Value value) {
    return value != null && !(value instanceof Value.Nothing);
  }
}
