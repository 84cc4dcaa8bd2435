package dev.attune.query.definition;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Progress.EpochStart;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.core.definition.DefinitionHistory;
import dev.attune.query.projection.Announcements;
import dev.attune.query.projection.Brokers;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topic of definitions on a thread of its own. After a restore of the log it begins again, without the
 * definitions that were lost in it.
 */
public final class DefinitionReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DefinitionReader.class);
  private static final TopicPartition DEFINITIONS = new TopicPartition(Topics.DEFINITIONS, 0);
  private static final long BACK_OFF_MILLIS = 200;

  private final Brokers brokers;
  private final RelayedCodec records;
  private final EventCodec events;
  private final Announcements announcements;
  private final Thread thread;
  private volatile DefinitionHistory history = DefinitionHistory.EMPTY;
  private volatile boolean closed;

  public DefinitionReader(
      Brokers brokers, RelayedCodec records, EventCodec events, Announcements announcements) {
    this.brokers = brokers;
    this.records = records;
    this.events = events;
    this.announcements = announcements;
    this.thread = Thread.ofPlatform().name("definitions").unstarted(this::run);
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** The definitions as far as they have come here. */
  public DefinitionHistory history() {
    return history;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try (Consumer<byte[], byte[]> consumer = brokers.reading()) {
        consumer.assign(List.of(DEFINITIONS));
        follow(consumer);
      } catch (RuntimeException e) {
        LOG.info("Definitions cannot be read yet: {}", e.getMessage());
        try {
          Thread.sleep(BACK_OFF_MILLIS);
        } catch (InterruptedException interrupted) {
          return;
        }
      }
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    List<EpochStart> epochs = announcements.epochs().starts();
    consumer.seekToBeginning(List.of(DEFINITIONS));
    DefinitionHistory next = DefinitionHistory.EMPTY;
    boolean restored = false;
    while (!closed) {
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
    }
  }

  private DefinitionHistory with(DefinitionHistory before, Envelope envelope) {
    boolean counts = !announcements.epochs().voids(envelope.epoch(), envelope.position());
    return counts && events.decode(envelope.event()) instanceof DefinitionEvent event
        ? before.with(event, envelope.position())
        : before;
  }
}
