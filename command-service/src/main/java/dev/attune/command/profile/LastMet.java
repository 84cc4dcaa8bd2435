package dev.attune.command.profile;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what was not looked at for longest. Not thread-safe. */
final class LastMet<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1L;

  private final int capacity;

  LastMet(int capacity) {
    super(16, 0.75f, true);
    this.capacity = capacity;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > capacity;
  }
}
