package dev.attune.eventstore.append;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** One file on its way into the log, chunk by chunk. While one chunk is written the next is planned. */
final class BulkRun<T> {

  private static final int CHUNK_EVENTS = 1_000;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final BulkPlan<T> plan;
  private final BulkPlanner<T> planner;
  private final BulkWriter writer;
  private final Duration patience;
  private final Iterator<T> items;

  /** What is to be planned again, before the items that follow. */
  private final Deque<T> again = new ArrayDeque<>();

  private int most = CHUNK_EVENTS;
  private double eventsOfItem = 1;
  private long progress = System.nanoTime();

  BulkRun(Iterator<T> items, BulkPlan<T> plan, BulkState state, BulkWriter writer, Duration patience) {
    this.items = items;
    this.plan = plan;
    this.planner = new BulkPlanner<>(state, plan);
    this.writer = writer;
    this.patience = patience;
  }

  void through(ExecutorService writing) throws InterruptedException {
    List<BulkEntry<T>> chunk = next(List.of());
    while (!chunk.isEmpty()) {
      List<BulkEntry<T>> sent = chunk;
      List<BulkEntry<T>> queued = sent.stream().filter(entry -> entry.queued() != null).toList();
      Future<?> written = writing.submit(() -> writer.write(queued));
      List<BulkEntry<T>> ready = meanwhile(sent, written);
      await(written);
      chunk = settle(sent) ? ready : afresh(sent, ready);
    }
  }

  private List<BulkEntry<T>> meanwhile(List<BulkEntry<T>> sent, Future<?> written) throws InterruptedException {
    try {
      return next(sent);
    } catch (RuntimeException failure) {
      // What is under way may be stored for all that, and then has to be told.
      await(written);
      settle(sent);
      throw failure;
    }
  }

  /** The next chunk, planned; empty at the end. */
  private List<BulkEntry<T>> next(List<BulkEntry<T>> under) throws InterruptedException {
    List<T> taken = take();
    if (taken.isEmpty()) {
      return List.of();
    }
    List<BulkEntry<T>> chunk = plan(taken, under);
    putBack(taken.subList(chunk.size(), taken.size()));
    int events = chunk.stream().map(BulkEntry::queued).filter(Objects::nonNull).mapToInt(QueuedUnit::events).sum();
    eventsOfItem = Math.max(1, (double) events / chunk.size());
    return chunk;
  }

  private List<T> take() {
    int enough = Math.max(1, (int) (most / eventsOfItem));
    List<T> taken = new ArrayList<>(enough);
    while (taken.size() < enough && !again.isEmpty()) {
      taken.add(again.removeFirst());
    }
    while (taken.size() < enough && items.hasNext()) {
      taken.add(items.next());
    }
    return taken;
  }

  private void putBack(List<T> unplanned) {
    unplanned.reversed().forEach(again::addFirst);
  }

  private List<BulkEntry<T>> plan(List<T> taken, List<BulkEntry<T>> under) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return planner.plan(taken, under, most);
      } catch (SQLException e) {
        if (Refusals.isRefusal(e) || System.nanoTime() >= deadline) {
          throw new OutcomeUnknownException(e);
        }
        planner.forget();
        Thread.sleep(PAUSE);
      }
    }
  }

  /** Reports what is settled; false if something is not, or was refused. */
  private boolean settle(List<BulkEntry<T>> sent) {
    boolean smooth = sent.stream().allMatch(entry -> !entry.refused() && entry.settled(true));
    sent.stream().filter(entry -> entry.settled(smooth)).forEach(entry -> entry.report(plan));
    return smooth;
  }

  /**
   * Plans again what was not stored, for what was assumed did not come to be. While other writers are always first, in
   * smaller and smaller chunks, which give them less time to be so.
   */
  private List<BulkEntry<T>> afresh(List<BulkEntry<T>> sent, List<BulkEntry<T>> ready) throws InterruptedException {
    putBack(ready.stream().map(BulkEntry::item).toList());
    putBack(sent.stream().filter(entry -> !entry.settled(false)).map(BulkEntry::item).toList());
    planner.forget();
    for (BulkEntry<T> entry : sent) {
      Outcome by = entry.obstruction();
      if (by != null) {
        plan.obstructed(entry.item(), by);
      }
    }
    if (sent.stream().anyMatch(entry -> entry.settled(false))) {
      progress = System.nanoTime();
      most = Math.min(CHUNK_EVENTS, most * 2);
    } else {
      most = Math.max(1, most / 4);
      if (System.nanoTime() - progress > patience.toNanos()) {
        throw new OverloadedException("The log's lock, which other writers always get first,", RETRY_AFTER);
      }
    }
    return next(List.of());
  }

  private static void await(Future<?> written) throws InterruptedException {
    try {
      written.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof OutcomeUnknownException unknown
          ? unknown
          : new OutcomeUnknownException(failed);
    }
  }
}
