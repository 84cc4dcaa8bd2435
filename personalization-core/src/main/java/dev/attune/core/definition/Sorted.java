package dev.attune.core.definition;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Changed copies of maps that are sorted by key and never change. */
final class Sorted {

  private Sorted() {}

  static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> next = new TreeMap<>(map);
    next.put(key, value);
    return Collections.unmodifiableMap(next);
  }

  static <V> Map<String, V> without(Map<String, V> map, String key) {
    Map<String, V> next = new TreeMap<>(map);
    next.remove(key);
    return Collections.unmodifiableMap(next);
  }
}
