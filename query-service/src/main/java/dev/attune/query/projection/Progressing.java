package dev.attune.query.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Counts how far all instances are with a generation, in records of the topic. Confined to the run's thread. */
final class Progressing {

  private final Generation generation;
  private final Checkpoints checkpoints;
  private final Consumer<byte[], byte[]> consumer;
  private final Standing standing;

  Progressing(
      Generation generation, Checkpoints checkpoints, Consumer<byte[], byte[]> consumer, Standing standing) {
    this.generation = generation;
    this.checkpoints = checkpoints;
    this.consumer = consumer;
    this.standing = standing;
  }

  /**
   * @param known nobody wants to know: it has caught up
   */
  void look(Collection<AssignedPartition> assigned, boolean known) {
    if (known) {
      return;
    }
    try {
      List<TopicPartition> all = IntStream.range(0, generation.partitions()).mapToObj(Assignment::of).toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(all, Duration.ofSeconds(2));
      Map<Integer, Long> offsets = new HashMap<>();
      assigned.forEach(partition -> offsets.put(partition.at().partition(), partition.at().offset()));
      List<Integer> others = new ArrayList<>();
      all.stream().map(TopicPartition::partition).filter(p -> !offsets.containsKey(p)).forEach(others::add);
      if (!others.isEmpty()) {
        checkpoints.load(generation, others).forEach((partition, at) -> offsets.put(partition, at.offset()));
      }
      standing.progressed(
          new Standing.Progress(
              offsets.values().stream().mapToLong(Long::longValue).sum(),
              ends.values().stream().mapToLong(Long::longValue).sum()));
    } catch (KafkaException e) {
      // the next look, in a second, may tell
    }
  }
}
