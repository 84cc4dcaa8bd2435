package dev.attune.contracts.wire.avro;

import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One component of a record and the field of the schema that it is written as.
 *
 * @param name of both
 * @param index of the component in the constructor
 * @param personal true if it belongs to the sealed bytes
 * @param schema of the field
 * @param nullable true if the field is a union of null and the shape
 */
record Slot(
    String name,
    int index,
    boolean personal,
    Schema schema,
    boolean nullable,
    Shape shape,
    Function<Object, @Nullable Object> accessor) {

  void write(Object from, BinaryOut out) {
    Object value = accessor.apply(from);
    if (nullable) {
      out.whole(value == null ? 0 : 1);
      if (value == null) {
        return;
      }
    } else if (value == null) {
      throw new IllegalArgumentException(
          "%s of %s is null, which its schema does not allow".formatted(name, from.getClass().getSimpleName()));
    }
    shape.write(value, out);
  }

  @Nullable Object read(BinaryIn in) {
    return nullable && in.choice(2) == 0 ? null : shape.read(in);
  }
}
