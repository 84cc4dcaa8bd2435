package dev.attune.query.projection;

import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Progress;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.query.view.ViewStore;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folds a projection, generation after generation, on a thread of its own, until it is closed. */
public final class ProjectionRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);
  private static final long BACK_OFF_MILLIS = 200;

  private final RunnerParts parts;
  private final LiveProjection live;
  private final Thread thread;
  private volatile boolean closed;
  private int begunAnew;

  /**
   * @param cacheBytes memory for the states of each view, roughly
   */
  public ProjectionRunner(
      Projection projection,
      ViewStore store,
      Brokers brokers,
      Announcements announcements,
      GapReporter reporter,
      RelayedCodec records,
      EventCodec events,
      MeterRegistry registry,
      long cacheBytes) {
    Standing standing = new Standing();
    Checkpoints checkpoints = new Checkpoints(store);
    Rate rate = new Rate(System::nanoTime);
    this.live = new LiveProjection(projection.name(), standing, checkpoints, announcements, store, rate);
    ProjectionMetrics metrics =
        new ProjectionMetrics(
            registry, projection.name(), () -> live.status().position(), () -> live.status().lag());
    this.parts =
        new RunnerParts(
            projection, store, new Generations(store), checkpoints, brokers, announcements, reporter,
            new Intake(projection.name(), records, events, announcements, metrics), standing, metrics, rate,
            cacheBytes);
    announcements.onAnnouncement(standing::changed);
    this.thread = Thread.ofPlatform().name("projection-" + projection.name()).unstarted(this::run);
  }

  /** Begins. */
  public void start() {
    thread.start();
  }

  /** The projection as requests see it. */
  public LiveProjection live() {
    return live;
  }

  /** Asks it to stop after the round that it is in. */
  public void stop() {
    closed = true;
  }

  /** Stops after the round that it is in; waits at most ten seconds. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try {
        Progress announced = parts.announcements().latest();
        if (announced == null) {
          Thread.sleep(BACK_OFF_MILLIS / 10);
        } else {
          generation(announced.head());
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("Projection {} begins again shortly: {}", parts.projection().name(), e.toString());
        parts.standing().end();
        pause();
      }
    }
  }

  private void generation(long head) throws InterruptedException {
    Generation generation = parts.generations().live(parts.projection(), parts.brokers().events().partitions());
    parts.standing().begin(generation, head);
    LOG.info("Projection {} is folded up to {}, in {}", generation.id(), head, generation.incarnation());
    Consumer<byte[], byte[]> consumer = parts.brokers().joining(generation.group());
    try {
      GenerationRun run = new GenerationRun(parts, generation, head, live, consumer);
      while (!closed) {
        run.round();
      }
    } catch (GenerationOverException e) {
      LOG.warn("Projection {} is over: {}", generation.id(), e.getMessage());
      parts.standing().end();
      if (e.isWrong()) {
        replace(generation);
      }
    } finally {
      consumer.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
  }

  private void replace(Generation wrong) throws InterruptedException {
    // a hole that comes back is in the log itself: no hurry to fold everything again and again
    Thread.sleep(Math.min(60_000, BACK_OFF_MILLIS * begunAnew * begunAnew));
    begunAnew++;
    parts.generations().replace(parts.projection(), wrong);
  }

  private void pause() {
    try {
      Thread.sleep(BACK_OFF_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
