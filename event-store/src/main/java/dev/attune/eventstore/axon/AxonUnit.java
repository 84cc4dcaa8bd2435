package dev.attune.eventstore.axon;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.StreamAppend;
import dev.attune.eventstore.append.StreamHead;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.Serializer;

/** The events of one call of Axon: stored as a whole or not at all, in the order in which they were published. */
final class AxonUnit {

  private static final NoArgGenerator ATTEMPTS = Generators.timeBasedEpochRandomGenerator();

  private final Map<UUID, List<DomainEventMessage<?>>> streams = new LinkedHashMap<>();
  private final List<Integer> order = new ArrayList<>();
  private final Map<UUID, DomainEventMessage<?>> messages = new LinkedHashMap<>();
  private final Map<UUID, Long> offsets = new LinkedHashMap<>();

  /**
   * @throws RivalException if two of the events cannot both be stored, whatever the state of the log
   */
  AxonUnit(List<? extends DomainEventMessage<?>> events) {
    Map<UUID, Integer> places = new HashMap<>();
    for (DomainEventMessage<?> event : events) {
      order.add(places.computeIfAbsent(AxonEvents.id(event.getAggregateIdentifier()), fresh -> places.size()));
      List<DomainEventMessage<?>> before =
          streams.computeIfAbsent(AxonEvents.id(event.getAggregateIdentifier()), stream -> new ArrayList<>());
      if (!before.isEmpty() && event.getSequenceNumber() != before.getLast().getSequenceNumber() + 1) {
        throw new RivalException(event, "it does not follow the event before it");
      }
      before.add(event);
      if (messages.put(AxonEvents.id(event.getIdentifier()), event) != null) {
        throw new RivalException(event, "two events have the same identifier");
      }
    }
  }

  AppendUnit unit(Heads heads, Serializer serializer) {
    List<StreamAppend> appends = new ArrayList<>(streams.size());
    streams.forEach(
        (stream, events) -> {
          Heads.Place place = heads.before(stream, events.getFirst());
          offsets.put(stream, place.offset());
          List<NewEvent> fresh =
              events.stream().map(event -> AxonEvents.event(event, place.offset(), serializer)).toList();
          appends.add(new StreamAppend(place.head(), fresh));
        });
    List<Claim> claims = new ArrayList<>(messages.size());
    messages.forEach(
        (id, event) ->
            claims.add(
                new Claim(Claim.Kind.EVENT, key(id), AxonEvents.id(event.getAggregateIdentifier()), null)));
    return new AppendUnit(ATTEMPTS.generate(), appends, claims, order);
  }

  /** Where a stream ends once the unit is stored. */
  Heads.Place after(StreamHead head) {
    return new Heads.Place(head, offsets.getOrDefault(head.stream(), 0L));
  }

  DomainEventMessage<?> first(UUID stream) {
    return Objects.requireNonNull(streams.get(stream)).getFirst();
  }

  DomainEventMessage<?> claimedBy(Claim claim) {
    ByteBuffer key = ByteBuffer.wrap(claim.key());
    return Objects.requireNonNull(messages.get(new UUID(key.getLong(), key.getLong())));
  }

  private static byte[] key(UUID id) {
    return ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
  }
}
