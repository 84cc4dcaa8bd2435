package dev.attune.contracts.wire.avro;

import dev.attune.contracts.Event;
import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.EventCodec;
import java.util.List;
import java.util.stream.Stream;

/**
 * Events in Avro's binary encoding. Making one reads and checks every schema of every revision, which takes a moment;
 * one serves a whole process.
 */
public final class AvroEventCodec implements EventCodec {

  private final Catalogue catalogue = new Catalogue(eventTypes(), new EventSchemas("/schemas"));

  @Override
  public Encoded encode(Event event) {
    return catalogue.encode(event);
  }

  @Override
  public Event decode(Encoded encoded) {
    return (Event) catalogue.decode(encoded);
  }

  /** Every event type there is: the leaves of the sealed family. */
  static List<Class<?>> eventTypes() {
    return leaves(Event.class).toList();
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(AvroEventCodec::leaves) : Stream.of(type);
  }
}
