package dev.attune.query.projection;

import dev.attune.contracts.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
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
  private final LiveProjection live;
  private final Consumer<byte[], byte[]> consumer;
  private final Folding folding;
  private final Assignment assignment;
  private final Focus focus;
  private final GapWatch gaps;
  private boolean caughtUp;
  private long lookedAround = System.nanoTime();
  private long folded = lookedAround;

  GenerationRun(RunnerParts parts, Generation generation, long target, LiveProjection live,
      Consumer<byte[], byte[]> consumer) {
    this.parts = parts;
    this.generation = generation;
    this.live = live;
    this.consumer = consumer;
    this.folding = new Folding(parts.projection(), generation, parts.store(), parts.cacheBytes());
    this.assignment =
        new Assignment(generation, parts.checkpoints(), consumer, parts.standing(), folding::forget);
    this.focus = new Focus(parts.announcements(), target);
    this.gaps = new GapWatch(consumer, parts.reporter(), parts.metrics());
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
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
    try {
      if (!assignment.isStale()) {
        fold(polled);
        gaps.look(assignment.all());
      }
      lookAround();
    } catch (PoisonException e) {
      LOG.error("Projection {} stops in partition {}", generation.id(), e.partition(), e);
      assignment.poisoned(e);
    } catch (OvertakenException e) {
      LOG.info("Projection {} looks again where it stands: {}", generation.id(), e.getMessage());
      assignment.distrust();
    } catch (HistoryHoleException e) {
      throw over(e);
    } catch (DataAccessException e) {
      LOG.warn("Projection {} waits for the view store: {}", generation.id(), e.getMessage());
      assignment.distrust();
    }
  }

  private void keepPace() throws InterruptedException {
    long left = folded + parts.projection().pace().toNanos() - System.nanoTime();
    if (caughtUp && left > 0) {
      parts.standing().awaitRequest(left);
    }
  }

  private void reload() throws InterruptedException {
    try {
      if (!parts.generations().isLive(generation)) {
        throw GenerationOverException.gone("another generation or another store");
      }
      assignment.load(parts.brokers().events().id());
      attend();
    } catch (DataAccessException | org.apache.kafka.common.KafkaException e) {
      LOG.warn("Projection {} cannot go on yet: {}", generation.id(), e.getMessage());
      consumer.pause(consumer.assignment());
      Thread.sleep(BACK_OFF_MILLIS);
    }
  }

  private void fold(ConsumerRecords<byte[], byte[]> polled) throws InterruptedException {
    Epochs epochs = parts.announcements().epochs();
    if (assignment.all().stream().anyMatch(partition -> partition.holdsVoid(epochs))) {
      throw GenerationOverException.wrong("it holds events that were lost in a restore of the log");
    }
    List<Recorded> batch = new ArrayList<>(polled.count());
    boolean again = false;
    for (TopicPartition number : polled.partitions()) {
      AssignedPartition partition = assignment.get(number.partition());
      if (partition != null) {
        long offset = parts.intake().take(partition, polled.records(number), batch);
        if (offset >= 0) {
          consumer.seek(number, offset);
          again = true;
        }
        parts.standing().trouble(number.partition(), trouble(partition));
      }
    }
    if (batch.isEmpty()) {
      assignment.save();
    } else {
      parts.metrics().folded(batch.size(), () -> folding.apply(batch));
      parts.rate().count(batch.size());
      parts.standing().applied(positions(batch));
      folded = System.nanoTime();
      assignment.save();
    }
    if (again) {
      Thread.sleep(BACK_OFF_MILLIS / 10);
    }
    if (!polled.isEmpty()) {
      attend();
    }
  }

  /** Chooses what to read next. */
  private void attend() {
    if (caughtUp) {
      Focus.widen(consumer, assignment.all());
    } else {
      focus.narrow(consumer, assignment.all());
    }
  }

  private void lookAround() {
    if (!caughtUp && live.hasReachedTarget()) {
      caughtUp = true;
      parts.standing().caughtUp();
      LOG.info("Projection {} has caught up", generation.id());
      attend();
    }
    long now = System.nanoTime();
    if (now - lookedAround > LOOK_AROUND_NANOS) {
      lookedAround = now;
      if (!parts.generations().isLive(generation)) {
        throw GenerationOverException.gone("another generation or another store");
      }
      attend();
    }
  }

  private GenerationOverException over(HistoryHoleException e) {
    return parts.generations().isLive(generation)
        ? GenerationOverException.wrong(e.getMessage() == null ? "a hole" : e.getMessage())
        : GenerationOverException.gone("another generation or another store");
  }

  private static Map<Integer, Long> positions(List<Recorded> batch) {
    Map<Integer, Long> positions = new HashMap<>();
    batch.forEach(event -> positions.put(event.partition(), event.position()));
    return positions;
  }

  private static @org.jspecify.annotations.Nullable String trouble(AssignedPartition partition) {
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
