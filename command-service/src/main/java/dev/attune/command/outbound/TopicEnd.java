package dev.attune.command.outbound;

import dev.attune.contracts.wire.avro.RelayedCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the last record of each partition: a broker that lost its disk's cache may have less than it acknowledged. */
final class TopicEnd implements Ends {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** As many repeats as a relay has in flight at most. */
  private static final long REPEATS = 20_000;

  private final Map<String, Object> brokers;
  private final RelayedCodec codec = new RelayedCodec();

  TopicEnd(Map<String, Object> brokers) {
    this.brokers = brokers;
  }

  @Override
  public List<Long> positions(String topic, int partitions) {
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(number -> new TopicPartition(topic, number)).toList();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(brokers, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Map<TopicPartition, Long> first = consumer.beginningOffsets(all, PATIENCE);
      Map<TopicPartition, Long> behind = consumer.endOffsets(all, PATIENCE);
      Set<TopicPartition> wanted = new HashSet<>();
      for (TopicPartition partition : all) {
        if (behind.getOrDefault(partition, 0L) > first.getOrDefault(partition, 0L)) {
          wanted.add(partition);
        }
      }
      consumer.assign(wanted);
      wanted.forEach(partition -> consumer.seek(partition, behind.getOrDefault(partition, 1L) - 1));
      return read(consumer, wanted, partitions);
    }
  }

  @Override
  public long greatest(String topic, int partition) {
    TopicPartition one = new TopicPartition(topic, partition);
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(brokers, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      long first = consumer.beginningOffsets(List.of(one), PATIENCE).getOrDefault(one, 0L);
      long behind = consumer.endOffsets(List.of(one), PATIENCE).getOrDefault(one, 0L);
      consumer.assign(List.of(one));
      consumer.seek(one, Math.max(first, behind - REPEATS));
      long greatest = 0;
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(one) < behind) {
        if (System.nanoTime() > deadline) {
          throw new TimeoutException("The end of %s could not be read in time".formatted(one));
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          greatest = Math.max(greatest, codec.head(record.value()).position());
        }
      }
      return greatest;
    }
  }

  /** True if no partition has a record. */
  boolean isEmpty(String topic, int partitions) {
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(number -> new TopicPartition(topic, number)).toList();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(brokers, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.endOffsets(all, PATIENCE).values().stream().allMatch(end -> end == 0);
    }
  }

  private List<Long> read(Consumer<byte[], byte[]> consumer, Set<TopicPartition> wanted, int partitions) {
    List<Long> positions = new ArrayList<>(Collections.nCopies(partitions, 0L));
    Set<TopicPartition> missing = new HashSet<>(wanted);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!missing.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("The ends of %s could not be read in time".formatted(missing));
      }
      for (ConsumerRecord<byte[], byte[]> last : consumer.poll(Duration.ofMillis(200))) {
        positions.set(last.partition(), codec.head(last.value()).position());
        missing.remove(new TopicPartition(last.topic(), last.partition()));
      }
      consumer.pause(wanted.stream().filter(partition -> !missing.contains(partition)).toList());
    }
    return List.copyOf(positions);
  }
}
