package dev.attune.command.outbound;

import dev.attune.command.outbound.Outbox.Page;
import dev.attune.command.outbound.Outbox.Written;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.Feed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends the log from a checkpoint on, until told to stop or something fails. For one producer and one lease. */
final class Relaying {

  private static final int PAGE = 1_000;
  private static final Duration WAIT = Duration.ofMillis(200);

  private final Producer<byte[], byte[]> producer;
  private final Outbox outbox;
  private final RelayedCodec codec = new RelayedCodec();
  private final Chain events;
  private final Chain definitions;
  private long definitionsAt;
  private long eventsAt;

  Relaying(Producer<byte[], byte[]> producer, Outbox outbox, Checkpoint events, Checkpoint definitions) {
    this.producer = producer;
    this.outbox = outbox;
    this.events = Chain.of(events.lastByPartition());
    this.definitions = Chain.of(definitions.lastByPartition());
    this.eventsAt = events.position();
    this.definitionsAt = definitions.position();
  }

  /** Definitions that the events topic has already and their own topic has not (it was lost). */
  void catchUpDefinitions(EventReader reader) throws InterruptedException {
    List<Envelope> page;
    do {
      page = reader.logOf(Start.DEFINITIONS, definitionsAt, PAGE).stream()
          .filter(envelope -> envelope.position() <= eventsAt)
          .toList();
      if (!page.isEmpty()) {
        long last = page.getLast().position();
        Page sent = outbox.open(new Written(eventsAt, events.lastByPartition(), last), page.size());
        page.forEach(envelope -> send(Topics.DEFINITIONS, definitions, envelope, sent));
        definitionsAt = last;
      }
    } while (!page.isEmpty());
  }

  /** Follows the log until the outbox fails. */
  void run(LongFunction<Feed> feeds) throws InterruptedException {
    try (Feed feed = feeds.apply(eventsAt)) {
      while (outbox.failure() == null) {
        List<Envelope> page = feed.poll(WAIT);
        if (!page.isEmpty()) {
          send(page);
        }
      }
    }
  }

  private void send(List<Envelope> page) throws InterruptedException {
    List<Envelope> defining = page.stream().filter(this::isNewDefinition).toList();
    List<Long> previous = page.stream().map(events::follow).toList();
    eventsAt = page.getLast().position();
    long lastDefinition = defining.isEmpty() ? definitionsAt : defining.getLast().position();
    Page sent =
        outbox.open(
            new Written(eventsAt, events.lastByPartition(), lastDefinition), page.size() + defining.size());
    for (int i = 0; i < page.size(); i++) {
      send(Topics.EVENTS, events.partitionOf(page.get(i)), page.get(i), previous.get(i), sent);
    }
    defining.forEach(envelope -> send(Topics.DEFINITIONS, definitions, envelope, sent));
    definitionsAt = lastDefinition;
  }

  private boolean isNewDefinition(Envelope envelope) {
    return envelope.position() > definitionsAt && Start.DEFINITIONS.contains(envelope.event().name());
  }

  private void send(String topic, Chain chain, Envelope envelope, Page page) {
    send(topic, chain.partitionOf(envelope), envelope, chain.follow(envelope), page);
  }

  private void send(String topic, int partition, Envelope envelope, long previous, Page page) {
    byte[] value = codec.encode(new Relayed(envelope, previous));
    Callback callback = (metadata, error) -> page.acknowledged(error);
    producer.send(
        new ProducerRecord<>(
            topic, partition, envelope.recordedAt().toEpochMilli(), key(envelope.stream()), value),
        callback);
  }

  private static byte[] key(UUID stream) {
    return ByteBuffer.allocate(16)
        .putLong(stream.getMostSignificantBits())
        .putLong(stream.getLeastSignificantBits())
        .array();
  }
}
