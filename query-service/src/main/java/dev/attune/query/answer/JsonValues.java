package dev.attune.query.answer;

import dev.attune.contracts.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as plain objects that become the same JSON again, with exact numbers. */
public final class JsonValues {

  private JsonValues() {}

  /** A value. */
  public static @Nullable Object of(Value value) {
    return switch (value) {
      case Value.Nothing nothing -> null;
      case Value.Flag flag -> flag.value();
      case Value.Whole whole -> whole.value();
      case Value.Decimal decimal -> decimal.value();
      case Value.Text text -> text.value();
      case Value.Items items -> {
        List<@Nullable Object> list = new ArrayList<>(items.values().size());
        items.values().forEach(item -> list.add(of(item)));
        yield list;
      }
      case Value.Fields fields -> of(fields.values());
    };
  }

  /** An object. */
  public static Map<String, @Nullable Object> of(Map<String, Value> fields) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    fields.forEach((name, value) -> map.put(name, of(value)));
    return map;
  }
}
