package dev.attune.query.projection;

import dev.attune.contracts.wire.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The partitions that this instance folds. After every change, and after every failure, it is loaded again from the
 * checkpoints in the view store. Confined to the projection's thread.
 */
final class Assignment implements ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);

  /** How often checkpoints are written when nobody else looks at them; what a crash has folded again is in there. */
  private static final long SAVE_NANOS = 200_000_000L;

  /** The same while nothing is answered from the generation: a save waits for all that is being written. */
  private static final long SAVE_BUILDING_NANOS = 2_000_000_000L;

  private final Generation generation;
  private final Checkpoints checkpoints;
  private final Consumer<byte[], byte[]> consumer;
  private final Standing standing;
  private final Folding folding;
  private final SortedMap<Integer, AssignedPartition> partitions = new TreeMap<>();
  private final Map<Integer, PoisonException> poisons = new HashMap<>();
  private boolean stale = true;
  private long savedAt = System.nanoTime() - SAVE_NANOS;

  Assignment(
      Generation generation,
      Checkpoints checkpoints,
      Consumer<byte[], byte[]> consumer,
      Standing standing,
      Folding folding) {
    this.generation = generation;
    this.checkpoints = checkpoints;
    this.consumer = consumer;
    this.standing = standing;
    this.folding = folding;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    stale = true;
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    saveLast();
    List<Integer> numbers = revoked.stream().map(TopicPartition::partition).toList();
    partitions.keySet().removeAll(numbers);
    folding.forget();
    standing.revoked(numbers);
    stale = true;
  }

  /** What is remembered may be wrong: to be loaded again. */
  void distrust() {
    stale = true;
  }

  /** An event cannot be folded, nor parked any more: its partition stops before it from now on. */
  void poisoned(PoisonException poison) {
    poisons.put(poison.event().partition(), poison);
    stale = true;
  }

  boolean isStale() {
    return stale;
  }

  /** Loads the checkpoints and goes on from there. */
  void load(String topicId) {
    folding.forget();
    partitions.clear();
    List<Integer> numbers = consumer.assignment().stream().map(TopicPartition::partition).toList();
    Map<Integer, Checkpoint> stored = checkpoints.load(generation, numbers);
    Map<Integer, Long> applied = new HashMap<>();
    for (int number : numbers) {
      AssignedPartition partition =
          new AssignedPartition(number, stored.get(number), topicId, poisons.get(number));
      partitions.put(number, partition);
      consumer.seek(of(number), partition.at().offset());
      applied.put(number, partition.at().position());
    }
    standing.applied(applied);
    stale = false;
  }

  Set<Integer> numbers() {
    return partitions.keySet();
  }

  Collection<AssignedPartition> all() {
    return partitions.values();
  }

  @Nullable AssignedPartition get(int partition) {
    return partitions.get(partition);
  }

  /**
   * Writes the checkpoints that are due. An instance that shares the partitions with others writes them at once, as the
   * others answer queries by them; one that has them all may take its time.
   *
   * @param building nothing is answered from the generation yet
   */
  void save(boolean building) {
    long pause = building ? SAVE_BUILDING_NANOS : SAVE_NANOS;
    if (partitions.size() < generation.partitions() || System.nanoTime() - savedAt >= pause) {
      saveNow();
    }
  }

  // what is not saved is folded again by the next owner, with the same result
  private void saveLast() {
    try {
      if (!stale) {
        saveNow();
      }
    } catch (OvertakenException | DataAccessException e) {
      LOG.info("Projection {} leaves partitions at older checkpoints: {}", generation.id(), e.getMessage());
    }
  }

  private void saveNow() {
    folding.await();
    savedAt = System.nanoTime();
    List<AssignedPartition> moved = new ArrayList<>();
    List<Checkpoints.Move> moves = new ArrayList<>();
    for (AssignedPartition partition : partitions.values()) {
      Checkpoints.Move move = partition.due();
      if (move != null) {
        moved.add(partition);
        moves.add(move);
      }
    }
    if (!moves.isEmpty()) {
      checkpoints.save(generation, moves);
      moved.forEach(AssignedPartition::saved);
    }
  }

  static TopicPartition of(int partition) {
    return new TopicPartition(Topics.EVENTS, partition);
  }
}
