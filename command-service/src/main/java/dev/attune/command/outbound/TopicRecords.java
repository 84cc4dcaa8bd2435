package dev.attune.command.outbound;

import dev.attune.contracts.wire.MalformedBytesException;
import dev.attune.contracts.wire.Progress.EpochStart;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.avro.RelayedCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The records of a topic, each partition from its beginning, as a consumer takes them: repeats, and what was lost in a
 * restore of the log, are passed over. Holds some hundred of each partition. Not thread-safe.
 */
final class TopicRecords implements AutoCloseable {

  private static final int HELD = 300;
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final RelayedCodec codec = new RelayedCodec();
  private final List<EpochStart> epochs;
  private final Consumer<String> unreadable;
  private final Map<Integer, Deque<ConsumerRecord<byte[], byte[]>>> held = new HashMap<>();
  private final List<TopicPartition> partitions;

  /**
   * @param epochs of the log
   * @param unreadable is told of records that cannot be read
   */
  TopicRecords(
      Map<String, Object> brokers, String topic, int partitions, List<EpochStart> epochs, Consumer<String> unreadable) {
    Map<String, Object> settings = new HashMap<>(brokers);
    settings.put("max.poll.records", HELD);
    settings.put("max.partition.fetch.bytes", 64 << 10);
    settings.put("fetch.max.bytes", 4 << 20);
    this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.epochs = epochs;
    this.unreadable = unreadable;
    this.partitions =
        IntStream.range(0, partitions).mapToObj(number -> new TopicPartition(topic, number)).toList();
    consumer.assign(this.partitions);
    consumer.seekToBeginning(this.partitions);
  }

  /** A record and where it is. */
  record Found(Relayed relayed, long offset) {}

  /**
   * The next record of a partition that a consumer would look at.
   *
   * @param last position that it took last; 0 if none
   * @return null if the partition ends
   */
  @Nullable Found next(int partition, long last) {
    Deque<ConsumerRecord<byte[], byte[]>> waiting = waiting(partition);
    while (true) {
      ConsumerRecord<byte[], byte[]> record = waiting.poll();
      if (record == null) {
        if (isAtEnd(partition)) {
          return null;
        }
        poll();
      } else {
        Relayed relayed = decoded(record);
        if (relayed != null && relayed.envelope().position() > last && !isVoid(relayed)) {
          return new Found(relayed, record.offset());
        }
      }
    }
  }

  private Deque<ConsumerRecord<byte[], byte[]>> waiting(int partition) {
    return held.computeIfAbsent(partition, number -> new ArrayDeque<>());
  }

  private boolean isAtEnd(int partition) {
    TopicPartition one = partitions.get(partition);
    OptionalLong lag = consumer.currentLag(one);
    if (lag.isPresent() && lag.getAsLong() > 0) {
      return false;
    }
    return consumer.position(one) >= consumer.endOffsets(List.of(one)).getOrDefault(one, 0L);
  }

  private void poll() {
    List<TopicPartition> full = new ArrayList<>();
    List<TopicPartition> wanted = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      (waiting(partition.partition()).size() >= HELD ? full : wanted).add(partition);
    }
    consumer.pause(full);
    consumer.resume(wanted);
    consumer.poll(POLL).forEach(record -> waiting(record.partition()).add(record));
  }

  private @Nullable Relayed decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return codec.decode(record.value());
    } catch (MalformedBytesException | NullPointerException e) {
      unreadable.accept(
          "partition %d, offset %d: the record cannot be read".formatted(record.partition(), record.offset()));
      return null;
    }
  }

  private boolean isVoid(Relayed relayed) {
    return epochs.stream()
        .anyMatch(start -> start.voids(relayed.envelope().epoch(), relayed.envelope().position()));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
