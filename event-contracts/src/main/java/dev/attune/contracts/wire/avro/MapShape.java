package dev.attune.contracts.wire.avro;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map from text as an Avro map. The order of the entries is kept; of a key that comes twice, the last value. */
record MapShape(Shape entry) implements Shape {

  /** Up to so many entries, looking at all keys is no slower than a hash table, and making one much slower. */
  private static final int FEW = 16;

  @Override
  public void write(Object value, BinaryOut out) {
    Map<?, ?> entries = (Map<?, ?>) value;
    if (!entries.isEmpty()) {
      out.whole(entries.size());
      for (Map.Entry<?, ?> one : entries.entrySet()) {
        out.text((String) one.getKey());
        entry.write(one.getValue(), out);
      }
    }
    out.whole(0);
  }

  @Override
  public Object read(BinaryIn in) {
    int count = in.block();
    if (count == 0) {
      return Map.of();
    }
    return count <= FEW ? few(count, in) : many(new LinkedHashMap<>(Math.min(count, 1_000) * 4 / 3 + 1), count, in);
  }

  private Map<String, Object> few(int first, BinaryIn in) {
    Object[] entries = new Object[2 * first];
    int end = 0;
    long seen = 0;
    for (int i = 0; i < first; i++) {
      String key = in.key();
      long bit = 1L << key.hashCode(); // by the lowest six bits
      int at = (seen & bit) == 0 ? -1 : ReadMap.indexOf(entries, end, key);
      if (at < 0) {
        at = end;
        entries[at] = key;
        end += 2;
      }
      entries[at + 1] = entry.read(in);
      seen |= bit;
    }
    int more = in.block();
    if (more == 0) {
      return new ReadMap(end == entries.length ? entries : Arrays.copyOf(entries, end));
    }
    Map<String, Object> all = new LinkedHashMap<>();
    for (int i = 0; i < end; i += 2) {
      all.put((String) entries[i], entries[i + 1]);
    }
    return many(all, more, in);
  }

  private Map<String, Object> many(Map<String, Object> entries, int first, BinaryIn in) {
    for (int count = first; count != 0; count = in.block()) {
      for (int i = 0; i < count; i++) {
        entries.put(in.key(), entry.read(in));
      }
    }
    return Collections.unmodifiableMap(entries);
  }
}
