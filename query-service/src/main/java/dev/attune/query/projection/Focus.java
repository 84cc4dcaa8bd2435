package dev.attune.query.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * While a projection catches up, it reads few partitions at a time: the same keys come again within a batch, so each of
 * their documents is written once for many events instead of once for few. What is remembered of a partition that is read
 * to its end while others are far behind is forgotten: states that live long in a heap that is half full cost whole
 * collections of garbage.
 */
final class Focus {

  private static final int AT_ONCE = 4;

  /** Fewer events than that are read from all partitions at once: looking at one after another takes longer. */
  private static final long WORTH_IT = 50_000;

  private final Announcements announcements;
  private final long target;
  private final IntConsumer finished;
  private final Set<Integer> known = new HashSet<>();

  /**
   * @param finished hears of each partition that has caught up before others are begun
   */
  Focus(Announcements announcements, long target, IntConsumer finished) {
    this.announcements = announcements;
    this.target = target;
    this.finished = finished;
  }

  /** Lets the consumer read the partitions that have caught up, and the first few of those that have not. */
  void narrow(Consumer<byte[], byte[]> consumer, Collection<AssignedPartition> assigned) {
    List<TopicPartition> resumed = new ArrayList<>();
    List<TopicPartition> paused = new ArrayList<>();
    boolean narrow = isWorthIt(assigned);
    int atOnce = narrow ? AT_ONCE : Integer.MAX_VALUE;
    int behind = 0;
    for (AssignedPartition partition : assigned) {
      TopicPartition number = Assignment.of(partition.at().partition());
      boolean reached = reached(partition);
      if (!reached) {
        known.remove(number.partition());
      } else if (narrow && known.add(number.partition())) {
        finished.accept(number.partition());
      }
      if (partition.failure() != null) {
        paused.add(number);
      } else if (partition.gap() != null || reached || behind++ < atOnce) {
        resumed.add(number);
      } else {
        paused.add(number);
      }
    }
    consumer.pause(paused);
    consumer.resume(resumed);
  }

  /** Lets it read all but those that failed. */
  static void widen(Consumer<byte[], byte[]> consumer, Collection<AssignedPartition> assigned) {
    for (AssignedPartition partition : assigned) {
      List<TopicPartition> number = List.of(Assignment.of(partition.at().partition()));
      if (partition.failure() == null) {
        consumer.resume(number);
      } else {
        consumer.pause(number);
      }
    }
  }

  private boolean isWorthIt(Collection<AssignedPartition> assigned) {
    return assigned.stream()
        .filter(partition -> !reached(partition))
        .anyMatch(partition -> target - partition.at().position() > WORTH_IT);
  }

  private boolean reached(AssignedPartition partition) {
    return announcements.reached(partition.at().partition(), partition.at().position()) >= target;
  }
}
