package dev.attune.infra.bench.codec;

import dev.attune.contracts.Event;
import dev.attune.contracts.Stored;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Avro's own generic records, filled and read by hand-written code; the whole event as one record. */
final class AvroGenericSubject implements Subject<byte[]> {

  private final Map<Class<?>, Binding> bindings = new HashMap<>();

  @Override
  public String name() {
    return "avro_generic";
  }

  @Override
  public byte[] encode(Event event) {
    Binding binding = binding(event.getClass());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      binding.writer().write(binding.records().toGeneric(event), encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public Event decode(byte[] encoded, Class<? extends Event> type) {
    Binding binding = binding(type);
    try {
      return binding
          .records()
          .fromGeneric(type, binding.reader().read(null, DecoderFactory.get().binaryDecoder(encoded, null)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int bytes(byte[] encoded) {
    return encoded.length;
  }

  private Binding binding(Class<?> type) {
    return bindings.computeIfAbsent(type, Binding::of);
  }

  private record Binding(
      GenericRecords records, GenericDatumWriter<GenericRecord> writer, GenericDatumReader<GenericRecord> reader) {

    static Binding of(Class<?> type) {
      Stored stored = type.getAnnotation(Stored.class);
      String path = "/schemas/%s/%d.avsc".formatted(stored.name(), stored.revision());
      try (InputStream file = AvroGenericSubject.class.getResourceAsStream(path)) {
        Schema schema = new Schema.Parser().parse(file);
        return new Binding(
            new GenericRecords(schema), new GenericDatumWriter<>(schema), new GenericDatumReader<>(schema));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
