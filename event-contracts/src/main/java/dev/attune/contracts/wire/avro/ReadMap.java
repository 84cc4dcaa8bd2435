package dev.attune.contracts.wire.avro;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A small immutable map of what was read, in the order that it was read in. Keys and values lie in turn in one array:
 * a hash map of eight properties takes 600 bytes and two objects for each of them, this one 100 bytes and none. A key is
 * looked for in all of it, so it is for few entries.
 */
final class ReadMap extends AbstractMap<String, Object> {

  private final Object[] entries;

  /**
   * @param entries keys and values in turn, no key twice, filled to the end; not copied
   */
  ReadMap(Object[] entries) {
    this.entries = entries;
  }

  @Override
  public int size() {
    return entries.length / 2;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return indexOf(entries, entries.length, key) >= 0;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    int index = indexOf(entries, entries.length, key);
    return index < 0 ? null : entries[index + 1];
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super Object> action) {
    for (int i = 0; i < entries.length; i += 2) {
      action.accept((String) entries[i], entries[i + 1]);
    }
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, Object>> iterator() {
        return new Walk(entries);
      }

      @Override
      public int size() {
        return entries.length / 2;
      }
    };
  }

  /** Where a key lies among the first places of an array like this map's; -1: not there. */
  static int indexOf(Object[] entries, int places, @Nullable Object key) {
    for (int i = 0; i < places; i += 2) {
      if (entries[i] == key) { // keys of events mostly are the same object, see Keys
        return i;
      }
    }
    int hash = key == null ? 0 : key.hashCode();
    for (int i = 0; i < places; i += 2) {
      if (entries[i].hashCode() == hash && entries[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private static final class Walk implements Iterator<Map.Entry<String, Object>> {

    private final Object[] entries;
    private int next;

    Walk(Object[] entries) {
      this.entries = entries;
    }

    @Override
    public boolean hasNext() {
      return next < entries.length;
    }

    @Override
    public Map.Entry<String, Object> next() {
      if (next >= entries.length) {
        throw new NoSuchElementException();
      }
      next += 2;
      return new SimpleImmutableEntry<>((String) entries[next - 2], entries[next - 1]);
    }
  }
}
