package dev.attune.query.projection;

import dev.attune.query.problem.Problem;
import dev.attune.query.view.ViewStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A projection as requests see it: is it ready, where does it stand, what is in its documents. A request asks for the
 * generation once and stays with it. Thread-safe.
 */
public final class LiveProjection {

  /** How often the checkpoint of a partition that another instance folds is looked at. */
  private static final long LOOK_NANOS = 5_000_000L;

  private final String name;
  private final Standing standing;
  private final Checkpoints checkpoints;
  private final Announcements announcements;
  private final ViewStore store;
  private final Rate rate;

  LiveProjection(
      String name,
      Standing standing,
      Checkpoints checkpoints,
      Announcements announcements,
      ViewStore store,
      Rate rate) {
    this.name = name;
    this.standing = standing;
    this.checkpoints = checkpoints;
    this.announcements = announcements;
    this.store = store;
    this.rate = rate;
  }

  /** Name of the projection. */
  public String name() {
    return name;
  }

  /**
   * The live generation.
   *
   * @throws Problem {@code catching-up}, with the progress, until the projection has reached the head that was announced
   *     when it began
   */
  public Generation ready() {
    Standing.Snapshot now = standing.snapshot();
    Generation generation = now.generation();
    if (generation == null || !now.caughtUp()) {
      throw catchingUp();
    }
    return generation;
  }

  /** The document of an id; null means that there is none, not that the store was lost. */
  public @Nullable Document find(Generation generation, String view, String id) {
    Document document = store.find(generation.collection(view), id);
    if (document == null && !store.incarnation().equals(generation.incarnation())) {
      throw catchingUp();
    }
    return document;
  }

  /** All documents of a gathering view. */
  public List<Document> all(Generation generation, String view) {
    List<Document> documents = store.all(generation.collection(view));
    if (documents.isEmpty() && !store.incarnation().equals(generation.incarnation())) {
      throw catchingUp();
    }
    return documents;
  }

  /**
   * True if everything up to the position is readable in one partition.
   */
  public boolean hasReached(Generation generation, int partition, long position) {
    return announcements.reached(partition, applied(generation, partition)) >= position;
  }

  /** True if everything up to the position is readable. */
  public boolean hasReached(Generation generation, long position) {
    return least(generation, standing.snapshot()) >= position;
  }

  /**
   * Waits until a condition holds that depends on where the projection stands.
   *
   * @param position that is waited for, for the problem's detail
   * @throws Problem {@code view-behind} if it does not hold in time
   */
  public void await(Condition condition, long position, Duration bound) {
    long deadline = System.nanoTime() + bound.toNanos();
    while (true) {
      long seen = standing.changes();
      Generation generation = ready();
      if (condition.holds(generation)) {
        return;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw behind(generation, position);
      }
      try {
        standing.await(seen, foldsAll(generation) ? left : Math.min(left, LOOK_NANOS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw behind(generation, position);
      }
    }
  }

  /** Where the projection stands. */
  public Status status() {
    Standing.Snapshot now = standing.snapshot();
    Generation generation = now.generation();
    long head = head();
    long position = generation == null ? 0 : least(generation, now);
    return new Status(
        name,
        generation == null ? 0 : generation.number(),
        position,
        head,
        generation == null ? head : now.target(),
        state(now),
        generation == null ? 0 : generation.partitions(),
        now.applied().size(),
        rate.perSecond(),
        now.troubles());
  }

  /** True once every partition has reached the head that was announced when the projection began. */
  boolean hasReachedTarget() {
    Standing.Snapshot now = standing.snapshot();
    Generation generation = now.generation();
    return generation != null && least(generation, now) >= now.target();
  }

  private long least(Generation generation, Standing.Snapshot now) {
    Map<Integer, Long> applied = new HashMap<>(now.applied());
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

  private long applied(Generation generation, int partition) {
    Long own = standing.applied(partition);
    if (own != null) {
      return own;
    }
    Checkpoint stored = checkpoints.load(generation, List.of(partition)).get(partition);
    return stored == null ? 0 : stored.position();
  }

  private boolean foldsAll(Generation generation) {
    return standing.snapshot().applied().size() == generation.partitions();
  }

  private long head() {
    var latest = announcements.latest();
    return latest == null ? 0 : latest.head();
  }

  private static Status.State state(Standing.Snapshot now) {
    List<String> troubles = new ArrayList<>(now.troubles().values());
    if (now.generation() == null) {
      return Status.State.STARTING;
    }
    if (troubles.stream().anyMatch(trouble -> trouble.startsWith("FAILED"))) {
      return Status.State.FAILED;
    }
    if (!troubles.isEmpty()) {
      return Status.State.GAP;
    }
    return now.caughtUp() ? Status.State.LIVE : Status.State.CATCHING_UP;
  }

  private Problem catchingUp() {
    Status status = status();
    return new Problem(
        Problem.Kind.CATCHING_UP,
        "Projection '%s' is being folded from the log: %.1f %% of %d, %.0f events/s; try again soon"
            .formatted(name, status.percent(), status.target(), status.eventsPerSecond()),
        Map.of(
            "projection", name,
            "position", Long.toString(status.position()),
            "head", Long.toString(status.target()),
            "percent", Math.round(status.percent() * 10) / 10.0,
            "eventsPerSecond", Math.round(status.eventsPerSecond())));
  }

  private Problem behind(Generation generation, long position) {
    return new Problem(
        Problem.Kind.VIEW_BEHIND,
        "Projection '%s' has not reached position %d yet; try again soon".formatted(name, position),
        Map.of(
            "projection", name,
            "position", Long.toString(least(generation, standing.snapshot())),
            "head", Long.toString(head())));
  }

  /** Something that depends on where the projection stands. */
  @FunctionalInterface
  public interface Condition {
    /** True if it holds in this generation now. */
    boolean holds(Generation generation);
  }
}
