package dev.attune.eventstore.axon;

import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.append.NewEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Turns Axon's messages into events of the log and back. */
final class AxonEvents {

  private AxonEvents() {}

  /** A UUID is itself; anything else becomes the name-based UUID (version 3) of its UTF-8 bytes. */
  static UUID id(String text) {
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equals(text)) {
        return id;
      }
    } catch (IllegalArgumentException notOne) {
      // Named below.
    }
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  static NewEvent event(DomainEventMessage<?> message, long offset, Serializer serializer) {
    SerializedObject<byte[]> payload = message.serializePayload(serializer, byte[].class);
    UUID eventId = id(message.getIdentifier());
    byte[] data = frame(message, offset, serializer, payload, eventId).bytes();
    Encoded encoded =
        new Encoded(payload.getType().getName(), number(payload.getType().getRevision()), data, null);
    return new NewEvent(eventId, encoded, message.getTimestamp(), null, null, null, null);
  }

  static AxonFrame frame(
      DomainEventMessage<?> message,
      long offset,
      Serializer serializer,
      SerializedObject<byte[]> payload,
      UUID eventId) {
    String aggregate = message.getAggregateIdentifier();
    return new AxonFrame(
        message.getType(),
        id(aggregate).toString().equals(aggregate) ? null : aggregate,
        eventId.toString().equals(message.getIdentifier()) ? null : message.getIdentifier(),
        payload.getType().getRevision(),
        offset,
        message.getTimestamp().getNano() % 1_000,
        message.serializeMetaData(serializer, byte[].class).getData(),
        payload.getData());
  }

  /** An event written without Axon has its data as payload, no metadata, and the stream's id as aggregate. */
  static DomainEventData<byte[]> data(Envelope stored, Serializer serializer) {
    AxonFrame frame = AxonFrame.read(stored.event().data());
    if (frame != null) {
      return entry(
          frame, stored.stream(), stored.version(), stored.eventId(), stored.occurredAt(), stored.event().name());
    }
    byte[] nothing = serializer.serialize(MetaData.emptyInstance(), byte[].class).getData();
    AxonFrame bare =
        new AxonFrame(
            "", null, null, Integer.toString(stored.event().revision()), 0, 0, nothing, stored.event().data());
    return entry(bare, stored.stream(), stored.version(), stored.eventId(), stored.occurredAt(), stored.event().name());
  }

  @SuppressWarnings("NullAway") // Axon's entry takes null for what is missing
  static DomainEventData<byte[]> entry(
      AxonFrame frame, UUID stream, long version, UUID eventId, Instant occurredAt, String payloadType) {
    return new GenericDomainEventEntry<>(
        frame.type(),
        frame.aggregateId() == null ? stream.toString() : frame.aggregateId(),
        version - 1 + frame.offset(),
        frame.messageId() == null ? eventId.toString() : frame.messageId(),
        occurredAt.plusNanos(frame.nanos()),
        payloadType,
        frame.revision(),
        frame.payload(),
        frame.metaData());
  }

  /** How far Axon's sequence numbers of the stream are from the log's. */
  static long offset(Envelope stored) {
    AxonFrame frame = AxonFrame.read(stored.event().data());
    return frame == null ? 0 : frame.offset();
  }

  /** As above, for the log as a whole: an event of no aggregate, whose stream is its own, is no domain event. */
  static DomainEventData<byte[]> tracked(Envelope stored, Serializer serializer) {
    DomainEventData<byte[]> data = data(stored, serializer);
    return data.getEventIdentifier().equals(data.getAggregateIdentifier()) ? ofNoAggregate(data) : data;
  }

  @SuppressWarnings("NullAway") // so Axon tells events of aggregates from others
  private static DomainEventData<byte[]> ofNoAggregate(DomainEventData<byte[]> data) {
    return new GenericDomainEventEntry<>(
        null,
        null,
        0,
        data.getEventIdentifier(),
        data.getTimestamp(),
        data.getPayload().getType().getName(),
        data.getPayload().getType().getRevision(),
        data.getPayload().getData(),
        data.getMetaData().getData());
  }

  /** Axon's revision is any text; the log's a number: 0 where it is none. */
  private static int number(@Nullable String revision) {
    try {
      int number = revision == null ? 0 : Integer.parseInt(revision);
      return number < 0 || number > Short.MAX_VALUE ? 0 : number;
    } catch (NumberFormatException text) {
      return 0;
    }
  }
}
