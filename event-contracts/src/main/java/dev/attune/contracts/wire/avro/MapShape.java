package dev.attune.contracts.wire.avro;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map from text as an Avro map. The order of the entries is kept. */
record MapShape(Shape entry) implements Shape {

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
    Map<String, Object> entries = new LinkedHashMap<>(Math.min(count, 1_000) * 4 / 3 + 1);
    for (; count != 0; count = in.block()) {
      for (int i = 0; i < count; i++) {
        entries.put(in.key(), entry.read(in));
      }
    }
    return Collections.unmodifiableMap(entries);
  }
}
