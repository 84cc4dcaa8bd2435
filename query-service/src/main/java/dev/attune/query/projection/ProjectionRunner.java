package dev.attune.query.projection;

import dev.attune.core.definition.Insights;
import dev.attune.query.view.ViewStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a projection: sees to it that the generations that are to be folded are, that those begin that are due, that those
 * that are ready go live, until it is closed. Every instance does so; the roster in the store makes them agree.
 */
public final class ProjectionRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);
  private static final long LOOK_MILLIS = 400;
  private static final long PARTITIONS_NANOS = 60_000_000_000L;

  private final RunnerParts parts;
  private final LiveProjection live;
  private final Rebuilding rebuilding;
  private final Running running;
  private final Promotion promotion;
  private final Housekeeping housekeeping;
  private final Settled settled;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;
  private volatile int partitions;
  private long askedForPartitions;
  private int begunAnew;

  /**
   * @param insights what marketers want to know; of no account to projections that depend on no definitions
   * @param decoder one for all projections of the process
   * @param precedence one for all projections of the process
   */
  public ProjectionRunner(
      Projection projection,
      ViewStore store,
      Brokers brokers,
      Announcements announcements,
      GapReporter reporter,
      Decoder decoder,
      InsightsHistory insights,
      MeterRegistry registry,
      Precedence precedence,
      RunnerSettings settings) {
    Checkpoints checkpoints = new Checkpoints(store);
    Reach reach = new Reach(checkpoints, announcements);
    Generations generations = new Generations(store);
    this.live = new LiveProjection(projection, reach, store, insights);
    ProjectionMetrics metrics = new ProjectionMetrics(registry, live);
    this.parts =
        new RunnerParts(
            projection, store, generations, checkpoints, brokers, announcements, reporter, decoder,
            new Intake(projection.name(), decoder, metrics), reach, metrics, precedence,
            settings);
    this.rebuilding = new Rebuilding(projection, generations, insights, () -> partitions, store, this::changed);
    this.running = new Running(parts, insights, this::replace);
    this.promotion = new Promotion(parts, new Gate(store, reach, settings.lag()));
    this.housekeeping = new Housekeeping(store, checkpoints, settings);
    this.settled = new Settled(insights);
    announcements.onAnnouncement(running::changed);
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

  /** What operators may do with it. */
  public Rebuilding rebuilding() {
    return rebuilding;
  }

  /** The runs that requests are answered from, as far as this instance folds them. */
  List<RunningGeneration> answering() {
    return live.segments().stream().map(running::run).filter(Objects::nonNull).toList();
  }

  ProjectionMetrics metrics() {
    return parts.metrics();
  }

  /** Asks it to stop after the round that it is in. */
  public void stop() {
    closed = true;
    running.stop();
    look();
  }

  /** Stops after the round that it is in; waits at most ten seconds, and as long for each generation. */
  @Override
  public void close() {
    stop();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    promotion.close();
    running.close();
  }

  private void changed(Roster roster) {
    live.adopt(roster, running.standings(roster));
    look();
  }

  /** Has it look at the roster now. */
  private void look() {
    wake.release();
  }

  private void run() {
    while (!closed) {
      try {
        if (parts.announcements().latest() != null) {
          round();
        }
        if (wake.tryAcquire(parts.announcements().latest() == null ? 20 : LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("Projection {} cannot look after its generations: {}", parts.projection().name(), e.toString());
        if (!paused()) {
          return;
        }
      }
    }
  }

  private void round() throws InterruptedException {
    if (partitions == 0 || System.nanoTime() - askedForPartitions > PARTITIONS_NANOS) {
      partitions = parts.brokers().events().partitions();
      askedForPartitions = System.nanoTime();
    }
    Succession succession = new Succession(parts.projection(), partitions);
    Insights insights = settled.latest();
    String name = parts.projection().name();
    Roster roster = parts.generations().read(name);
    if (!succession.due(roster, insights).equals(roster)) {
      roster = parts.generations().change(name, now -> succession.due(now, insights));
    }
    adopt(roster);
    Roster promoted = promotion.look(roster, running);
    if (!promoted.equals(roster)) {
      adopt(promoted);
    }
    if (running.leads(promoted)) {
      for (int over : housekeeping.sweep(promoted)) {
        parts.generations().change(name, now -> now.dropped(over));
      }
    }
  }

  private void adopt(Roster roster) throws InterruptedException {
    if (!closed) {
      running.follow(roster, partitions);
      live.adopt(roster, running.standings(roster));
    }
  }

  /** A generation proved wrong. */
  private void replace(Generation wrong, String why) throws InterruptedException {
    // a hole that comes back is in the log itself: no hurry to fold everything again and again
    long until = System.nanoTime() + Math.min(60_000_000_000L, 200_000_000L * begunAnew * begunAnew);
    begunAnew++;
    while (System.nanoTime() < until && !closed) {
      Thread.sleep(50);
    }
    LOG.warn("Projection {} is given up: {}", wrong.id(), why);
    parts
        .generations()
        .change(
            wrong.projection(),
            now -> {
              Member member = now.find(wrong.number());
              return member != null && member.generation().equals(wrong) ? now.fail(wrong.number(), why) : now;
            });
    look();
  }

  private static boolean paused() {
    try {
      Thread.sleep(LOOK_MILLIS);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Definitions often come in one go, one event each: they are taken once they stand still for a look. */
  private static final class Settled {

    private final InsightsHistory history;
    private @Nullable Insights seen;
    private @Nullable Insights taken;

    Settled(InsightsHistory history) {
      this.history = history;
    }

    @Nullable Insights latest() {
      Insights now = history.latest();
      if (now != null && (now.equals(seen) || taken == null)) {
        taken = now;
      }
      seen = now;
      return taken;
    }
  }
}
