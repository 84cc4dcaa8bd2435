package dev.attune.query.definition;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Progress.EpochStart;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.core.definition.DefinitionHistory;
import dev.attune.core.definition.Insights;
import dev.attune.query.projection.Announcements;
import dev.attune.query.projection.Brokers;
import dev.attune.query.projection.InsightsHistory;
import dev.attune.query.projection.TopicFollower;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Follows the topic of definitions. After a restore of the log it begins again, without the
 * definitions that were lost in it.
 */
public final class DefinitionReader implements InsightsHistory, AutoCloseable {

  private static final TopicPartition DEFINITIONS = new TopicPartition(Topics.DEFINITIONS, 0);

  private final RelayedCodec records;
  private final EventCodec events;
  private final Announcements announcements;
  private final TopicFollower follower;
  private volatile DefinitionHistory history = DefinitionHistory.EMPTY;
  private volatile boolean readToTheEnd;

  public DefinitionReader(
      Brokers brokers, RelayedCodec records, EventCodec events, Announcements announcements) {
    this.records = records;
    this.events = events;
    this.announcements = announcements;
    this.follower = new TopicFollower("definitions", brokers, this::read);
  }

  /** Begins to read. */
  public void start() {
    follower.start();
  }

  /** The definitions as far as they have come here. */
  public DefinitionHistory history() {
    return history;
  }

  @Override
  public @Nullable Insights latest() {
    return readToTheEnd ? history.latest().insights() : null;
  }

  @Override
  public @Nullable Insights asOf(long position) {
    DefinitionHistory now = history;
    return readToTheEnd && now.latest().position() >= position ? now.asOf(position).insights() : null;
  }

  @Override
  public void close() {
    follower.close();
  }

  private void read(Consumer<byte[], byte[]> consumer, BooleanSupplier goOn) {
    consumer.assign(List.of(DEFINITIONS));
    List<EpochStart> epochs = announcements.epochs().starts();
    consumer.seekToBeginning(List.of(DEFINITIONS));
    DefinitionHistory next = DefinitionHistory.EMPTY;
    boolean restored = false;
    long end = consumer.endOffsets(List.of(DEFINITIONS), Duration.ofSeconds(5)).getOrDefault(DEFINITIONS, 0L);
    while (goOn.getAsBoolean()) {
      if (!announcements.epochs().starts().equals(epochs)) {
        restored |= !epochs.isEmpty();
        epochs = announcements.epochs().starts();
        consumer.seekToBeginning(List.of(DEFINITIONS));
        next = DefinitionHistory.EMPTY;
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        next = with(next, records.decode(record.value()).envelope());
      }
      if (next.latest().position() >= history.latest().position() || restored) {
        history = next;
      }
      readToTheEnd |= consumer.position(DEFINITIONS) >= end;
    }
  }

  private DefinitionHistory with(DefinitionHistory before, Envelope envelope) {
    boolean counts = !announcements.epochs().voids(envelope.epoch(), envelope.position());
    return counts && events.decode(envelope.event()) instanceof DefinitionEvent event
        ? before.with(event, envelope.position())
        : before;
  }
}
