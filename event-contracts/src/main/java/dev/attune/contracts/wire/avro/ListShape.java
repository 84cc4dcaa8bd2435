package dev.attune.contracts.wire.avro;

import java.util.ArrayList;
import java.util.List;

/** A list as an Avro array, written as one block, read in any number. */
record ListShape(Shape item) implements Shape {

  @Override
  public void write(Object value, BinaryOut out) {
    List<?> items = (List<?>) value;
    if (!items.isEmpty()) {
      out.whole(items.size());
      for (Object one : items) {
        item.write(one, out);
      }
    }
    out.whole(0);
  }

  @Override
  public Object read(BinaryIn in) {
    int count = in.block();
    if (count == 0) {
      return List.of();
    }
    List<Object> items = new ArrayList<>(Math.min(count, 1_000));
    for (; count != 0; count = in.block()) {
      for (int i = 0; i < count; i++) {
        items.add(item.read(in));
      }
    }
    return List.copyOf(items);
  }
}
