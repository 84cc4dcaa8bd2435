package dev.attune.query.projection;

import dev.attune.contracts.wire.Topics;
import dev.attune.query.projection.Portions.Piece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Folds one generation of a projection until it is over or the projection stops. */
final class GenerationRun {

  private static final Logger LOG = LoggerFactory.getLogger(GenerationRun.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long LOOK_AROUND_NANOS = 1_000_000_000L;
  private static final long BACK_OFF_MILLIS = 100;

  private final RunnerParts parts;
  private final Generation generation;
  private final Standing standing;
  private final Mending mending;
  private final long target;
  private final Consumer<byte[], byte[]> consumer;
  private final Folding folding;
  private final Assignment assignment;
  private final Parking parking;
  private final Focus focus;
  private final GapWatch gaps;
  private final Steering steering;
  private final Courtesy courtesy;
  private final Progressing progressing;
  private boolean caughtUp;
  private long lookedAround = System.nanoTime();
  private long folded = lookedAround;
  private long took;
  private boolean full;

  GenerationRun(RunnerParts parts, Member member, List<View<?>> views, Standing standing, Mending mending, long target,
      Consumer<byte[], byte[]> consumer) {
    this.parts = parts;
    this.generation = member.generation();
    this.standing = standing;
    this.mending = mending;
    this.target = target;
    this.consumer = consumer;
    this.folding = new Folding(
            views, generation, parts.store(), parts.settings().cacheBytes(), Lanes.of(parts.settings().lanes()));
    parts.metrics().caches(generation, folding.caches());
    this.assignment = new Assignment(generation, parts.checkpoints(), consumer, standing, folding::forget);
    this.parking =
        new Parking(
            generation, new ParkedStore(generation, parts.store()), folding, parts.decoder());
    this.focus = new Focus(parts.announcements(), target, folding::forget);
    this.gaps = new GapWatch(consumer, parts.reporter(), parts.metrics());
    this.steering = new Steering(parts.generations(), member);
    this.courtesy = new Courtesy(parts.precedence(), generation, parts.settings().share());
    this.progressing = new Progressing(generation, parts.checkpoints(), consumer, standing);
    parts.checkpoints().prepare(generation);
    consumer.subscribe(List.of(Topics.EVENTS), assignment);
  }

  /**
   * One round: polls, folds what came, and saves how far it got.
   *
   * @throws GenerationOverException if there is nothing to go on with
   */
  void round() throws InterruptedException {
    if (assignment.isStale()) {
      reload();
    }
    keepPace();
    if (steering.turned()) {
      attend();
    }
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
    boolean done = false;
    try {
      if (!assignment.isStale()) {
        fold(polled);
        mending.go(folding, standing);
        gaps.look(assignment.all());
      }
      lookAround();
      done = true;
    } catch (PoisonException e) {
      LOG.error("Projection {} stops in partition {}", generation.id(), e.event().partition(), e);
      assignment.poisoned(e);
    } catch (OvertakenException e) {
      LOG.info("Projection {} looks again where it stands: {}", generation.id(), e.getMessage());
    } catch (HistoryHoleException e) {
      steering.look();
      throw GenerationOverException.wrong(e.getMessage() == null ? "a hole" : e.getMessage());
    } catch (DataAccessException e) {
      LOG.warn("Projection {} waits for the view store: {}", generation.id(), e.getMessage());
    } finally {
      if (!done) {
        // whatever it was: what was taken in is not in the store, and must not be saved as if it were
        assignment.distrust();
      }
    }
  }

  private void keepPace() throws InterruptedException {
    long rest = parts.projection().pace().rest(took, full, parts.precedence().isPressed());
    long left = folded + rest - System.nanoTime();
    if (caughtUp) {
      rest(left);
    }
  }

  private void reload() throws InterruptedException {
    try {
      steering.look();
      assignment.load(parts.brokers().events().id());
      parking.load(assignment.numbers());
      attend();
    } catch (DataAccessException | KafkaException e) {
      LOG.warn("Projection {} cannot go on yet: {}", generation.id(), e.getMessage());
      assignment.distrust();
      consumer.pause(consumer.assignment());
      Thread.sleep(BACK_OFF_MILLIS);
    }
  }

  private void fold(ConsumerRecords<byte[], byte[]> polled) throws InterruptedException {
    int room = steering.bite();
    full = polled.count() >= Math.min(room, parts.settings().batch());
    boolean built = isBuilt();
    Portions portions = Portions.of(polled, room, built ? courtesy.portion() : Integer.MAX_VALUE);
    Set<TopicPartition> again = new HashSet<>();
    Epochs epochs = epochs();
    while (!portions.isEmpty() && !standing.isHurried() && !steering.isPaused()) {
      long began = System.nanoTime();
      fold(built && courtesy.isDue() ? portions.next() : portions.all(), epochs, again);
      assignment.save();
      if (built) {
        rest(courtesy.rest(System.nanoTime() - began));
        lookAround();
        epochs = epochs();
      }
    }
    portions.untaken().forEach((partition, offset) -> {
      if (!again.contains(partition)) {
        consumer.seek(partition, offset);
      }
    });
    if (polled.isEmpty()) {
      assignment.save();
    } else {
      attend();
    }
    if (!again.isEmpty()) {
      Thread.sleep(BACK_OFF_MILLIS / 10);
    }
  }

  /**
   * The epochs of the log.
   *
   * @throws GenerationOverException if what was folded counts no more since one of them began
   */
  private Epochs epochs() {
    Epochs epochs = parts.announcements().epochs();
    if (assignment.all().stream().anyMatch(partition -> partition.holdsVoid(epochs))) {
      throw GenerationOverException.wrong("it holds events that were lost in a restore of the log");
    }
    return epochs;
  }

  /**
   * Folds a portion.
   *
   * @param again partitions that are read again from before what is left of them
   */
  private void fold(List<Piece> portion, Epochs epochs, Set<TopicPartition> again) {
    List<Recorded> batch = new ArrayList<>();
    for (Piece piece : portion) {
      int number = piece.partition().partition();
      AssignedPartition partition = assignment.get(number);
      if (partition != null && !again.contains(piece.partition())) {
        long offset = parts.intake().take(partition, piece.records(), epochs, batch, parking);
        if (offset >= 0) {
          consumer.seek(piece.partition(), offset);
          again.add(piece.partition());
        }
        standing.trouble(number, trouble(partition));
      }
    }
    apply(batch);
  }

  /** It is to take the place of others, and has much to fold yet. */
  private boolean isBuilt() {
    return steering.isToCome() && (!caughtUp || full);
  }

  private void rest(long nanos) throws InterruptedException {
    if (nanos > 0) {
      standing.awaitRequest(nanos);
    }
  }

  private void apply(List<Recorded> batch) {
    if (!batch.isEmpty()) {
      long began = System.nanoTime();
      parts.metrics().folded(batch.size(), () -> applyOrPark(parking.admit(batch)));
      took = System.nanoTime() - began;
      if (caughtUp && !steering.isToCome() && parts.projection().pace().isAtOnce()) {
        parts.precedence().folded(batch.size(), took);
      }
      standing.folded(batch.size());
      steering.folded(batch.size());
    }
    parking.save();
    standing.parked(parking.open());
    if (!batch.isEmpty()) {
      standing.applied(positions(batch));
      folded = System.nanoTime();
    }
  }

  private void applyOrPark(List<Recorded> admitted) {
    List<Recorded> left = admitted;
    while (!left.isEmpty()) {
      try {
        folding.apply(left);
        return;
      } catch (PoisonException e) {
        if (e.isLate()) {
          throw e;
        }
        LOG.error("Projection {} cannot fold an event", generation.id(), e);
        Recorded event = e.event();
        parking.park(event.partition(), event.envelope(), event.encoded(), String.valueOf(e.getMessage()));
        left = parking.admit(left);
      }
    }
  }

  /** Chooses what to read next. */
  private void attend() {
    if (steering.isHeld()) {
      consumer.pause(consumer.assignment());
    } else if (caughtUp) {
      Focus.widen(consumer, assignment.all());
    } else {
      focus.narrow(consumer, assignment.all());
    }
  }

  private void lookAround() {
    if (!caughtUp && parts.reach().least(generation, standing.snapshot().applied()) >= target) {
      caughtUp = true;
      standing.caughtUp();
      LOG.info("Projection {} has caught up", generation.id());
      attend();
    }
    long now = System.nanoTime();
    if (now - lookedAround > LOOK_AROUND_NANOS) {
      lookedAround = now;
      steering.look();
      if (!assignment.isStale()) {
        parking.retry();
        standing.parked(parking.open());
        progressing.look(assignment.all(), caughtUp && !steering.isToCome());
      }
      attend();
    }
  }

  private static Map<Integer, Long> positions(List<Recorded> batch) {
    Map<Integer, Long> positions = new HashMap<>();
    batch.forEach(event -> positions.put(event.partition(), event.position()));
    return positions;
  }

  private static @Nullable String trouble(AssignedPartition partition) {
    String failure = partition.failure();
    if (failure != null) {
      return "FAILED at " + failure;
    }
    AssignedPartition.Gap gap = partition.gap();
    return gap == null
        ? null
        : "GAP after %d: next is %d, which follows %d".formatted(gap.after(), gap.before(), gap.previous());
  }
}
