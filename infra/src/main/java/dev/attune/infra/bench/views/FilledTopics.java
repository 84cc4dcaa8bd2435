package dev.attune.infra.bench.views;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.Event;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Partitioner;
import dev.attune.contracts.wire.Progress;
import dev.attune.contracts.wire.Progress.EpochStart;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.contracts.wire.avro.ProgressCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.infra.bench.BenchFailedException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The log and its relay in one, as far as query-service can tell: the records that the relay would have sent. */
final class FilledTopics implements AutoCloseable {

  /** As many as the relay makes unless told otherwise. */
  static final int PARTITIONS = 64;

  private final EventCodec events = new AvroEventCodec();
  private final RelayedCodec records = new RelayedCodec();
  private final ProgressCodec announcements = new ProgressCodec();
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<UUID, Long> versions = new HashMap<>();
  private final long[] last = new long[PARTITIONS];
  private long head;
  private long bytes;
  private volatile @Nullable Exception failed;

  FilledTopics(String bootstrap) throws InterruptedException {
    create(bootstrap);
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", bootstrap, "acks", "all", "compression.type", "snappy", "linger.ms", "20",
                "batch.size", 65_536),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  private static void create(String bootstrap) throws InterruptedException {
    Map<String, String> kept = Map.of("retention.ms", "-1", "retention.bytes", "-1");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createTopics(
              Topics.ALL.stream()
                  .map(topic ->
                      new NewTopic(topic, topic.equals(Topics.EVENTS) ? PARTITIONS : 1, (short) 1).configs(kept))
                  .toList())
          .all()
          .get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchFailedException("The topics could not be made: " + e);
    }
  }

  /** Appends and sends. */
  void happens(UUID stream, Event event, Instant occurredAt, Instant recordedAt) {
    long position = ++head;
    int partition = Partitioner.partition(stream, PARTITIONS);
    Envelope envelope =
        new Envelope(
            new UUID(0x0199_0000_0000_7000L, position), stream, versions.merge(stream, 1L, Long::sum), position, 1,
            recordedAt, occurredAt, null, null, null, events.encode(event), null);
    byte[] value = records.encode(new Relayed(envelope, last[partition]));
    last[partition] = position;
    bytes += value.length;
    send(new ProducerRecord<>(Topics.EVENTS, partition, new byte[0], value));
    if (event instanceof DefinitionEvent) {
      send(new ProducerRecord<>(Topics.DEFINITIONS, 0, new byte[0], value));
    }
  }

  private void send(ProducerRecord<byte[], byte[]> one) {
    producer.send(one, (sent, failure) -> {
      if (failure != null) {
        failed = failure;
      }
    });
  }

  /** Waits for the broker, and announces that everything is in the topic; the last position. */
  long announce() {
    producer.flush();
    Exception failure = failed;
    if (failure != null) {
      throw new BenchFailedException("The broker did not take everything: " + failure);
    }
    Progress progress =
        new Progress(head, head, Arrays.stream(last).boxed().toList(), List.of(new EpochStart(1, 1)));
    producer.send(new ProducerRecord<>(Topics.PROGRESS, 0, new byte[0], announcements.encode(progress)));
    producer.flush();
    return head;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    producer.close();
  }
}
