package dev.attune.command.definition;

import dev.attune.command.definition.InvalidDefinitionsException.Flaw;
import dev.attune.command.platform.json.Bounds;
import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A place in a YAML document that knows its path and notes what is wrong there.
 *
 * @param path dotted, empty at the root
 * @param yaml what stands there; null if nothing
 * @param flaws where flaws are noted
 */
record Node(String path, @Nullable Object yaml, List<Flaw> flaws) {

  /** Most bytes of what one offer or fallback shows. */
  static final int MOST_CONTENT_BYTES = 64 * 1024;

  Node child(String name) {
    Object value = yaml instanceof Map<?, ?> map ? map.get(name) : null;
    return new Node(path.isEmpty() ? name : path + "." + name, value, flaws);
  }

  /** Notes every field that is not one of these. */
  Node only(String... names) {
    Set<String> known = Set.of(names);
    if (yaml instanceof Map<?, ?> map) {
      for (Object key : map.keySet()) {
        if (!known.contains(String.valueOf(key))) {
          child(String.valueOf(key)).flaw("is not known here; known: " + String.join(", ", names));
        }
      }
    } else if (yaml != null) {
      flaw("must be a map of " + String.join(", ", names));
    }
    return this;
  }

  void each(BiConsumer<String, Node> consumer) {
    if (yaml instanceof Map<?, ?> map) {
      for (Object key : map.keySet()) {
        consumer.accept(String.valueOf(key), new Node(path + "." + key, map.get(key), flaws));
      }
    } else if (yaml != null) {
      flaw("must be a map");
    }
  }

  /** The items of a list, each with its place; none if nothing stands here. */
  List<Node> items() {
    List<Node> items = new ArrayList<>();
    if (yaml instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        items.add(new Node(path + "[" + i + "]", list.get(i), flaws));
      }
    } else if (yaml != null) {
      flaw("must be a list");
    }
    return items;
  }

  /** This node as if it stood under a name in a map. */
  Node as(String name) {
    return new Node(path, Map.of(name, yaml == null ? "" : yaml), flaws);
  }

  boolean isAbsent() {
    return yaml == null;
  }

  boolean isMap() {
    return yaml instanceof Map<?, ?>;
  }

  boolean isList() {
    return yaml instanceof List<?>;
  }

  boolean is(String text) {
    return text.equals(yaml);
  }

  boolean isTrue() {
    return Boolean.TRUE.equals(yaml);
  }

  void flaw(String what) {
    flaws.add(new Flaw(path, what));
  }

  @Nullable Integer wholeOrNull() {
    if (yaml == null || yaml instanceof Integer) {
      return (Integer) yaml;
    }
    flaw("must be a whole number");
    return null;
  }

  @Nullable String textOrNull() {
    if (yaml == null || yaml instanceof String) {
      return (String) yaml;
    }
    flaw("must be text");
    return null;
  }

  /** A text, a number, true or false; null for anything else. */
  @Nullable Value scalarOrNull() {
    return yaml == null || isMap() || isList() ? null : value(yaml);
  }

  List<String> texts() {
    List<String> texts = new ArrayList<>();
    if (yaml instanceof List<?> list) {
      for (Object item : list) {
        texts.add(String.valueOf(item));
      }
    } else if (yaml != null) {
      flaw("must be a list");
    }
    return texts;
  }

  @Nullable Map<String, Value> contentOrNull() {
    if (yaml instanceof Map<?, ?> map) {
      Map<String, Value> content = fields(map);
      Bounds.violation(content, MOST_CONTENT_BYTES).ifPresent(this::flaw);
      return content;
    }
    if (yaml != null) {
      flaw("must be a map");
    }
    return null;
  }

  private static Map<String, Value> fields(Map<?, ?> map) {
    Map<String, Value> fields = new LinkedHashMap<>();
    map.forEach((key, value) -> fields.put(String.valueOf(key), value(value)));
    return fields;
  }

  private static Value value(@Nullable Object yaml) {
    return switch (yaml) {
      case null -> Value.NOTHING;
      case Boolean flag -> Value.of(flag);
      case Integer whole -> Value.of(whole);
      case Long whole -> Value.of(whole);
      case BigInteger big -> Value.of(new BigDecimal(big));
      case Double number -> Value.of(new BigDecimal(number.toString()));
      case Map<?, ?> map -> new Value.Fields(fields(map));
      case List<?> list -> new Value.Items(list.stream().map(Node::value).toList());
      case Object other -> Value.of(other.toString());
    };
  }
}
