package dev.attune.query.projection;

import dev.attune.contracts.wire.Progress;
import dev.attune.query.problem.Problem;
import dev.attune.query.view.ViewStore;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Takes one person after the other by chance, for as long as the service runs, and compares what is live of that person, in
 * all projections that are folded here, with the fold of the person's history. What differs twice is told and mended.
 */
public final class Sampler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
  private static final int AT_ONCE = 500;
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Times as long as a look took of the processor: looking takes a tenth of one at most. */
  private static final long REST = 10;

  private final List<ProjectionRunner> runners;
  private final ViewStore store;
  private final LiveProjection people;
  private final String view;
  private final PersonHistory history;
  private final Announcements announcements;
  private final PersonRecords records;
  private final Duration every;
  private final Deque<UUID> chosen = new ArrayDeque<>();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param people projection with a document for each person
   * @param view of it that holds them
   * @param history of people
   * @param every time between two people; zero: never
   */
  public Sampler(
      List<ProjectionRunner> runners,
      ViewStore store,
      LiveProjection people,
      String view,
      PersonHistory history,
      Announcements announcements,
      Decoder decoder,
      Duration every) {
    this.runners = List.copyOf(runners);
    this.store = store;
    this.people = people;
    this.view = view;
    this.history = history;
    this.announcements = announcements;
    this.records = new PersonRecords(decoder);
    this.every = every;
    this.thread = Thread.ofPlatform().name("sampler").daemon().unstarted(this::run);
  }

  /** Begins. */
  public void start() {
    if (!every.isZero()) {
      thread.start();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long took = 0;
    while (!closed) {
      try {
        Thread.sleep(Math.max(every.toMillis(), REST * took));
        long began = THREADS.getCurrentThreadCpuTime();
        try {
          next();
        } finally {
          took = TimeUnit.NANOSECONDS.toMillis(THREADS.getCurrentThreadCpuTime() - began);
        }
      } catch (InterruptedException e) {
        return;
      } catch (Problem | DataAccessException e) {
        LOG.debug("Nobody can be looked at yet", e);
        chosen.clear();
      } catch (HistoryHoleException e) {
        LOG.error("The history of a person has a hole; reconcile projection {}: {}", people.name(), e.getMessage());
        runners.stream().filter(one -> one.live() == people).forEach(one -> one.metrics().differing());
      } catch (RuntimeException e) {
        LOG.warn("A person cannot be looked at", e);
      }
    }
  }

  private void next() throws InterruptedException {
    if (chosen.isEmpty()) {
      List<String> ids = new ArrayList<>(store.sample(people.ready().collection(view), AT_ONCE));
      Collections.shuffle(ids);
      ids.forEach(id -> chosen.add(UUID.fromString(id)));
    }
    UUID person = chosen.poll();
    if (person != null) {
      look(person);
    }
  }

  private void look(UUID person) throws InterruptedException {
    List<Suspect> first = differing(person);
    if (first.isEmpty()) {
      return;
    }
    Thread.sleep(AGAIN);
    for (Suspect suspect : differing(person)) {
      if (first.stream().anyMatch(one -> one.isSame(suspect))) {
        LOG.error(
            "Projection {} has {} of {} otherwise than the history says, in {}; it is folded again",
            suspect.run().standing().generation().id(), suspect.anew().view(), person, suspect.anew().fields());
        suspect.runner().metrics().differing();
        suspect.run().mend(person, history);
      }
    }
  }

  private record Suspect(ProjectionRunner runner, RunningGeneration run, Anew anew) {

    boolean isSame(Suspect other) {
      return run == other.run && anew.view().equals(other.anew.view());
    }
  }

  private record Look(ProjectionRunner runner, RunningGeneration run, PersonCheck.Seen seen) {}

  private List<Suspect> differing(UUID person) throws InterruptedException {
    List<Look> looks = new ArrayList<>();
    for (ProjectionRunner runner : runners) {
      for (RunningGeneration run : runner.answering()) {
        PersonCheck.Seen seen = run.seen(person);
        if (seen != null) {
          looks.add(new Look(runner, run, seen));
        }
      }
    }
    long claimed = looks.stream().mapToLong(look -> look.seen().position()).max().orElse(0);
    // whatever is folded is announced within a second
    await(() -> head() >= claimed);
    long head = head();
    long wanted = looks.stream().mapToLong(look -> look.seen().position()).filter(one -> one <= head).max().orElse(0);
    if (!await(() -> history.hasReached(person, wanted))) {
      return List.of();
    }
    List<Suspect> suspects = new ArrayList<>();
    for (Look look : looks) {
      List<Recorded> all = records.of(history, person, look.run().standing().generation().partitions());
      if (all != null) {
        look.runner().metrics().sampled(look.seen().documents().size());
        look.run().check().differing(look.seen(), all, head).stream()
            .map(anew -> new Suspect(look.runner(), look.run(), anew))
            .forEach(suspects::add);
      }
    }
    return suspects;
  }

  private long head() {
    Progress latest = announcements.latest();
    return latest == null ? 0 : latest.head();
  }

  private static boolean await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(5);
    }
    return true;
  }
}
