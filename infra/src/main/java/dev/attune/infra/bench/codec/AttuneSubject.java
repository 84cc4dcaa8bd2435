package dev.attune.infra.bench.codec;

import dev.attune.contracts.Event;
import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import org.jspecify.annotations.Nullable;

/** The product's own codec: two parts, data and sealed. */
final class AttuneSubject implements Subject<Encoded> {

  private final AvroEventCodec codec = new AvroEventCodec();

  @Override
  public String name() {
    return "attune";
  }

  @Override
  public Encoded encode(Event event) {
    return codec.encode(event);
  }

  @Override
  public Event decode(Encoded encoded, Class<? extends Event> type) {
    return codec.decode(encoded);
  }

  @Override
  public int bytes(Encoded encoded) {
    return encoded.data().length + length(encoded.sealed());
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
