package dev.attune.contracts.wire.avro;

import dev.attune.contracts.wire.MalformedBytesException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** A field whose schema has changed: Avro's own library turns it into today's. Several times slower than the rest. */
record Resolution(Schema written, Slot slot) implements Step {

  Resolution {
    if (SchemaCompatibility.checkReaderWriterCompatibility(slot.schema(), written).getType()
        != SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE) {
      throw new IllegalStateException(
          "%s is %s and cannot be read from %s".formatted(slot.name(), slot.schema(), written));
    }
  }

  @Override
  public void read(@Nullable Object[] components, BinaryIn in) {
    int from = in.at();
    Walk.over(written, in); // finds the end, and lets nothing damaged through to a reader that trusts lengths
    byte[] resolved;
    try {
      Object value =
          new GenericDatumReader<Object>(written, slot.schema())
              .read(null, DecoderFactory.get().binaryDecoder(in.copy(from, in.at()), null));
      resolved = encode(slot.schema(), value);
    } catch (IOException | AvroRuntimeException e) {
      throw new MalformedBytesException("%s at byte %d: %s".formatted(slot.name(), from, e.getMessage()), e);
    }
    components[slot.index()] = slot.read(new BinaryIn(resolved));
  }

  /** The default of a field, encoded. */
  static byte[] defaultOf(Schema.Field field) {
    return encode(field.schema(), GenericData.get().getDefaultValue(field));
  }

  private static byte[] encode(Schema schema, @Nullable Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      new GenericDatumWriter<@Nullable Object>(schema).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new IllegalStateException("An array in memory cannot fail", e);
    }
    return bytes.toByteArray();
  }
}
