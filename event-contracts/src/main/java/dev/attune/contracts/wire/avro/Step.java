package dev.attune.contracts.wire.avro;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** What is done with one field of the writer's schema when a record is read. */
interface Step {

  void read(@Nullable Object[] components, BinaryIn in);

  /** Read as today. */
  record Keep(Slot slot) implements Step {
    @Override
    public void read(@Nullable Object[] components, BinaryIn in) {
      components[slot.index()] = slot.read(in);
    }
  }

  /** Not wanted any more. */
  record Skip(Schema schema) implements Step {
    @Override
    public void read(@Nullable Object[] components, BinaryIn in) {
      Walk.over(schema, in);
    }
  }
}
