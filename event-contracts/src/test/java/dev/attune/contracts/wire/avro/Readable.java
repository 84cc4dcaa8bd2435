package dev.attune.contracts.wire.avro;

import dev.attune.contracts.value.Value;
import java.lang.reflect.RecordComponent;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Any record as JSON for people and for comparison: bytes as hex, decimals in quotes with a mark, nothing left out. */
final class Readable {

  private Readable() {}

  static String of(Object record) {
    return json(record, 0) + "\n";
  }

  private static String json(Object value, int depth) {
    if (value == null || value instanceof Value.Nothing) {
      return "null";
    } else if (value instanceof Boolean || value instanceof Number) {
      return value.toString();
    } else if (value instanceof byte[] bytes) {
      return quoted("hex:" + HexFormat.of().formatHex(bytes));
    } else if (value instanceof Value.Decimal decimal) {
      return quoted("decimal:" + decimal.value());
    } else if (value instanceof Value.Text text) {
      return quoted(text.value());
    } else if (value instanceof Value.Whole whole) {
      return Long.toString(whole.value());
    } else if (value instanceof Value.Flag flag) {
      return Boolean.toString(flag.value());
    } else if (value instanceof Value.Items items) {
      return json(items.values(), depth);
    } else if (value instanceof Value.Fields fields) {
      return json(fields.values(), depth);
    } else if (value instanceof List<?> list) {
      return block("[", list.stream().map(item -> json(item, depth + 1)), "]", depth);
    } else if (value instanceof Map<?, ?> map) {
      return block("{", map.entrySet().stream().map(e -> named((String) e.getKey(), e.getValue(), depth)), "}", depth);
    } else if (value instanceof Record) {
      return block(
          "{",
          Stream.of(value.getClass().getRecordComponents()).map(c -> named(c.getName(), get(c, value), depth)),
          "}",
          depth);
    }
    return quoted(value.toString());
  }

  private static String named(String name, Object value, int depth) {
    return quoted(name) + ": " + json(value, depth + 1);
  }

  private static String block(String open, Stream<String> entries, String close, int depth) {
    List<String> lines = entries.map(entry -> "  ".repeat(depth + 1) + entry).toList();
    return lines.isEmpty()
        ? open + close
        : lines.stream().collect(Collectors.joining(",\n", open + "\n", "\n" + "  ".repeat(depth) + close));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private static Object get(RecordComponent component, Object from) {
    try {
      return component.getAccessor().invoke(from);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
