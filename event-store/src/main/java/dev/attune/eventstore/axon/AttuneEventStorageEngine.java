package dev.attune.eventstore.axon;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.StreamTail;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.axonframework.common.AxonConfigurationException;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;

/**
 * Axon's engine over the log. All events of one unit of work are one append unit, stored as a whole or not at all, in a
 * commit of its own. A token is a position.
 *
 * <p>Aggregate and message identifiers are UUIDs, or else become name-based ones, the original being kept. Another event
 * at the same sequence number or with the same identifier makes Axon's {@code ConcurrencyException}, or {@code
 * AggregateStreamCreationException} for the first event of an aggregate.
 */
public final class AttuneEventStorageEngine extends BatchingEventStorageEngine {

  private final Appender appender;
  private final EventReader reader;
  private final Heads heads;
  private final Snapshots snapshots;

  AttuneEventStorageEngine(AttuneEngineBuilder builder, AttuneEngineBuilder.Parts parts) {
    super(builder);
    this.appender = parts.appender();
    this.reader = parts.reader();
    this.heads = new Heads(reader);
    this.snapshots = new Snapshots(parts.database());
  }

  /** Needs the appender, the reader and the data source; serializers should be given (Axon's default is XStream). */
  public static AttuneEngineBuilder builder() {
    return new AttuneEngineBuilder();
  }

  @Override
  protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
    if (events.isEmpty()) {
      return;
    }
    try {
      append(new AxonUnit(domainEvents(events)), serializer);
    } catch (RivalException rival) {
      heads.forget(AxonEvents.id(rival.event().getAggregateIdentifier()));
      handlePersistenceException(rival, rival.event());
    } catch (CompletionException failed) {
      handlePersistenceException(failed.getCause() instanceof Exception cause ? cause : failed, events.getFirst());
    }
  }

  private void append(AxonUnit unit, Serializer serializer) {
    Outcome outcome = appender.append(unit.unit(heads, serializer)).join();
    switch (outcome) {
      case Outcome.Appended appended -> appended.heads().forEach(head -> heads.saw(unit.after(head)));
      case Outcome.Conflict conflict ->
          throw new RivalException(
              unit.first(conflict.stream()), "the aggregate has " + conflict.actual() + " events");
      case Outcome.Taken taken ->
          throw new RivalException(
              unit.claimedBy(taken.claim()), "position " + taken.holder().position() + " has its identifier");
      case Outcome.PredecessorFailed ignored ->
          throw new IllegalStateException("A unit that stands alone has no predecessor");
    }
  }

  @Override
  protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
    try {
      snapshots.store(snapshot, serializer);
    } catch (SQLException e) {
      handlePersistenceException(e, snapshot);
    }
  }

  @Override
  protected List<? extends TrackedEventData<?>> fetchTrackedEvents(@Nullable TrackingToken lastToken, int batchSize) {
    return reader.log(position(lastToken), batchSize).stream().map(this::tracked).toList();
  }

  @Override
  protected List<? extends DomainEventData<?>> fetchDomainEvents(
      String aggregateIdentifier, long firstSequenceNumber, int batchSize) {
    UUID stream = AxonEvents.id(aggregateIdentifier);
    long offset = firstSequenceNumber == 0 ? 0 : heads.offset(stream);
    StreamTail tail = reader.stream(stream, Math.max(0, firstSequenceNumber - offset), batchSize);
    if (!tail.events().isEmpty()) {
      heads.saw(new Heads.Place(tail.head(), AxonEvents.offset(tail.events().getLast())));
    }
    return tail.events().stream().map(stored -> AxonEvents.data(stored, getEventSerializer())).toList();
  }

  @Override
  protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
    return snapshots.read(AxonEvents.id(aggregateIdentifier)).stream();
  }

  /** With its payload read: the event store goes on without a snapshot that fails here, but not with one that fails later. */
  @Override
  public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
    Optional<DomainEventMessage<?>> snapshot = super.readSnapshot(aggregateIdentifier);
    snapshot.ifPresent(AttuneEventStorageEngine::read);
    return snapshot;
  }

  private static void read(DomainEventMessage<?> snapshot) {
    snapshot.getMetaData();
    if (snapshot.getPayload() instanceof UnknownSerializedType) {
      throw new EventStoreException("The snapshot of aggregate " + snapshot.getAggregateIdentifier() + " is of a class that is not there");
    }
  }

  @Override
  public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
    UUID stream = AxonEvents.id(aggregateIdentifier);
    StreamHead head = reader.stream(stream, Long.MAX_VALUE).head();
    return head.version() == 0 ? Optional.empty() : Optional.of(head.version() - 1 + heads.offset(stream));
  }

  @Override
  public TrackingToken createTailToken() {
    return new GlobalSequenceTrackingToken(0);
  }

  @Override
  public TrackingToken createHeadToken() {
    return new GlobalSequenceTrackingToken(reader.head());
  }

  /**
   * Before the first event, by position, whose time stamp is not before the given one. Reads the log up to there, from its
   * beginning: time stamps are the publishers', and one may be ahead of the time of recording by any amount, so {@link
   * EventReader#positionAt} proves nothing about them.
   */
  @Override
  public TrackingToken createTokenAt(Instant dateTime) {
    long before = snapshots.firstSince(dateTime).map(first -> first - 1).orElseGet(reader::head);
    return new GlobalSequenceTrackingToken(before);
  }

  private TrackedEventData<?> tracked(Envelope stored) {
    return new TrackedDomainEventData<>(
        new GlobalSequenceTrackingToken(stored.position()), AxonEvents.tracked(stored, getEventSerializer()));
  }

  private static long position(@Nullable TrackingToken token) {
    if (token == null) {
      return 0;
    }
    return token
        .position()
        .orElseThrow(() -> new EventStoreException("A token of another store cannot be read from: " + token));
  }

  private static List<DomainEventMessage<?>> domainEvents(List<? extends EventMessage<?>> events) {
    List<DomainEventMessage<?>> messages = new ArrayList<>(events.size());
    events.forEach(event -> messages.add(EventUtils.asDomainEventMessage(event)));
    return messages;
  }

  static AxonConfigurationException missing(String what) {
    return new AxonConfigurationException("The Attune event storage engine needs " + what);
  }
}
