package dev.attune.query.projection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How far generations have come: of partitions that are folded here, and by their checkpoints of those of others. */
final class Reach {

  private final Checkpoints checkpoints;
  private final Announcements announcements;

  Reach(Checkpoints checkpoints, Announcements announcements) {
    this.checkpoints = checkpoints;
    this.announcements = announcements;
  }

  /** Everything up to here is readable. */
  long least(Generation generation, Map<Integer, Long> own) {
    Map<Integer, Long> applied = new HashMap<>(own);
    List<Integer> others =
        IntStream.range(0, generation.partitions()).filter(p -> !applied.containsKey(p)).boxed().toList();
    if (!others.isEmpty()) {
      Map<Integer, Checkpoint> stored = checkpoints.load(generation, others);
      for (int other : others) {
        Checkpoint checkpoint = stored.get(other);
        applied.put(other, checkpoint == null ? 0 : checkpoint.position());
      }
    }
    return applied.entrySet().stream()
        .mapToLong(entry -> announcements.reached(entry.getKey(), entry.getValue()))
        .min()
        .orElse(0);
  }

  /**
   * Everything up to here is readable in one partition.
   *
   * @param own last position that was folded here; null if another instance folds the partition
   */
  long of(Generation generation, int partition, @Nullable Long own) {
    if (own != null) {
      return announcements.reached(partition, own);
    }
    Checkpoint stored = checkpoints.load(generation, List.of(partition)).get(partition);
    return announcements.reached(partition, stored == null ? 0 : stored.position());
  }

  /** Last position of the log that the relay announced; 0 before it did. */
  long head() {
    var latest = announcements.latest();
    return latest == null ? 0 : latest.head();
  }
}
