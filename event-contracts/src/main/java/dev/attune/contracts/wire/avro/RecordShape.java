package dev.attune.contracts.wire.avro;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record within an event: all its components, in the schema's order. */
final class RecordShape implements Shape {

  private final Slot[] slots;
  private final RecordType type;

  RecordShape(RecordType type, List<Slot> slots) {
    this.type = type;
    this.slots = slots.toArray(Slot[]::new);
  }

  @Override
  public void write(Object value, BinaryOut out) {
    for (Slot slot : slots) {
      slot.write(value, out);
    }
  }

  @Override
  public Object read(BinaryIn in) {
    @Nullable Object[] components = new @Nullable Object[slots.length];
    for (Slot slot : slots) {
      components[slot.index()] = slot.read(in);
    }
    return type.create(components);
  }
}
