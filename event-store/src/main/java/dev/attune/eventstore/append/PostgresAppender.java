package dev.attune.eventstore.append;

import dev.attune.eventstore.append.QueuedUnit.Chain;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to the log in PostgreSQL: one thread, one connection, one commit for all that waited meanwhile.
 *
 * <p>Besides what {@link Appender} says, a future fails with {@link AppendRejectedException} if the database refuses the
 * unit as it is. Futures are completed each on a virtual thread of its own: what hangs on them may block.
 */
public final class PostgresAppender implements Appender {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresAppender.class);

  private static final Duration RETRY_AFTER = Duration.ofMillis(250);

  /** Senders that were just answered come back a moment later; waiting for them makes one commit of two. */
  private static final double LINGER_IN_ANSWER = 0.5;

  private static final long LONGEST_LINGER = Duration.ofMillis(1).toNanos();

  private final AppendQueue queue;
  private final AppenderOptions options;
  private final AppenderMetrics metrics;
  private final LogSignal signal;
  private final DatabaseLink link;
  private final Executor completions = PostgresAppender::elsewhere;
  private final Thread thread;

  /** As many units as were under way when the last batch was answered, and how long to wait for them, in nanoseconds. */
  private int expected = 1;

  private long linger;

  /**
   * Starts the appender; the database need not be there yet.
   *
   * @param database gives the one connection that the appender keeps, and now and then a second one for a moment: a pool
   *     needs two more than its other users take
   * @param signal hears of each commit
   */
  public PostgresAppender(DataSource database, AppenderOptions options, AppenderMetrics metrics, LogSignal signal) {
    this.options = options;
    this.metrics = metrics;
    this.signal = signal;
    this.queue = new AppendQueue(options);
    this.link = new DatabaseLink(database, options, metrics);
    this.thread = Thread.ofPlatform().name("attune-appender").daemon().unstarted(this::run);
    thread.start();
  }

  @Override
  public CompletableFuture<Outcome> append(AppendUnit unit) {
    try {
      QueuedUnit queued = QueuedUnit.of(unit, null);
      offer(List.of(queued));
      return queued.future();
    } catch (AppendRejectedException bad) {
      return CompletableFuture.failedFuture(bad);
    }
  }

  @Override
  public List<CompletableFuture<Outcome>> appendChain(List<AppendUnit> units) {
    Chain chain = new Chain();
    List<QueuedUnit> queued = new ArrayList<>(units.size());
    List<CompletableFuture<Outcome>> futures = new ArrayList<>(units.size());
    boolean broken = false;
    for (AppendUnit unit : units) {
      try {
        QueuedUnit next = QueuedUnit.of(unit, chain);
        futures.add(broken ? CompletableFuture.completedFuture(new Outcome.PredecessorFailed()) : next.future());
        if (!broken) {
          queued.add(next);
        }
      } catch (AppendRejectedException bad) {
        futures.add(
            broken
                ? CompletableFuture.completedFuture(new Outcome.PredecessorFailed())
                : CompletableFuture.failedFuture(bad));
        broken = true;
      }
    }
    offer(queued);
    return futures;
  }

  /** Units that wait now. */
  public int queued() {
    return queue.size();
  }

  /** False once it stores nothing any more: it was closed, or its thread has died. */
  public boolean isRunning() {
    return thread.isAlive() && !queue.isClosed();
  }

  /** If interrupted, does not wait; what waits then is refused as soon as the batch that is under way is answered. */
  @Override
  public void close() {
    queue.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      thread.interrupt();
    }
  }

  private void offer(List<QueuedUnit> units) {
    if (units.isEmpty()) {
      return;
    }
    switch (queue.offer(units)) {
      case ACCEPTED -> {}
      case FULL -> {
        metrics.overloaded(units.size());
        refuse(units, "The appender's queue");
      }
      case CLOSED -> refuse(units, "The appender is closed, and its queue");
    }
  }

  private static void refuse(List<QueuedUnit> units, String what) {
    OverloadedException overloaded = new OverloadedException(what, RETRY_AFTER);
    units.forEach(unit -> unit.future().completeExceptionally(overloaded));
  }

  private void run() {
    try {
      for (List<QueuedUnit> batch = queue.take(1, 0); !batch.isEmpty(); batch = queue.take(expected, linger)) {
        attempt(batch);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Throwable failed) {
      LOG.error("The appender has died; nothing is stored any more until the next start", failed);
    } finally {
      // Nobody waits for ever: what was not sent is not stored.
      refuse(queue.end(), "The appender has ended, and its queue");
      link.end();
    }
  }

  /** Whatever happens to one batch, the next is tried. */
  private void attempt(List<QueuedUnit> batch) {
    try {
      store(batch, false);
    } catch (Throwable failed) {
      unknown(batch, failed);
    }
  }

  /** @param sentBefore if the units were on their way before, and the answer was lost */
  private void store(List<QueuedUnit> batch, boolean sentBefore) {
    List<QueuedUnit> live = new ArrayList<>(batch.size());
    for (QueuedUnit unit : batch) {
      if (unit.chain() != null && unit.chain().broken) {
        complete(unit, new Outcome.PredecessorFailed());
      } else {
        live.add(unit);
      }
    }
    if (live.isEmpty()) {
      return;
    }
    WavePlan plan = WavePlan.of(live);
    queue.putBack(plan.deferred());
    store(plan, sentBefore);
  }

  private void store(WavePlan plan, boolean sentBefore) {
    List<QueuedUnit> units = plan.units().stream().map(WavePlan.Placed::queued).toList();
    long oldest = units.stream().mapToLong(QueuedUnit::arrivedAt).min().orElseThrow();
    long sent = System.nanoTime();
    Reply reply;
    try {
      reply = link.append(plan, oldest + options.answerWithin().toNanos(), sentBefore);
      List<Outcome> outcomes = reply.outcomes();
      completions.execute(() -> complete(units, outcomes));
    } catch (DatabaseLink.RefusedException refused) {
      isolate(units, refused);
      return;
    } catch (Throwable failed) {
      // Not an answer of the database: nobody knows what became of them.
      link.drop();
      unknown(units, failed);
      return;
    }
    long answered = System.nanoTime();
    expected = units.size() + queue.size();
    linger = Math.min(LONGEST_LINGER, (long) ((answered - sent) * LINGER_IN_ANSWER));
    tell(units, reply, Duration.ofNanos(sent - oldest), Duration.ofNanos(answered - sent));
  }

  /** Those that listen. What they throw is no news of the units. */
  private void tell(List<QueuedUnit> units, Reply reply, Duration waited, Duration answered) {
    try {
      signal.advance(reply.position());
      link.prepareBeyond(reply.position());
      measure(units, reply, waited, answered);
    } catch (Throwable failed) {
      LOG.warn("A batch was stored, and what listens to the appender failed", failed);
    }
  }

  /** Halves the batch until the unit that the database refuses stands alone; only that one fails. */
  private void isolate(List<QueuedUnit> units, DatabaseLink.RefusedException refused) {
    if (units.size() == 1) {
      SQLException cause = refused.refusal();
      fail(units.getFirst(), refused.resent() ? new OutcomeUnknownException(cause) : new AppendRejectedException(cause));
      return;
    }
    int half = units.size() / 2;
    store(units.subList(0, half), refused.resent());
    store(units.subList(half, units.size()), refused.resent());
  }

  /** On a virtual thread, which begins others at a fraction of what it costs the appender's. */
  private void complete(List<QueuedUnit> units, List<Outcome> outcomes) {
    for (int i = 0; i < units.size(); i++) {
      complete(units.get(i), outcomes.get(i));
    }
  }

  /** Here if there is no other way: an answer that is told late is better than none. */
  private static void elsewhere(Runnable completion) {
    try {
      Thread.startVirtualThread(completion);
    } catch (OutOfMemoryError noThread) {
      completion.run();
    }
  }

  private void complete(QueuedUnit unit, Outcome outcome) {
    unit.future().completeAsync(() -> outcome, completions);
  }

  private void unknown(List<QueuedUnit> units, Throwable failed) {
    OutcomeUnknownException unknown =
        failed instanceof OutcomeUnknownException known ? known : new OutcomeUnknownException(failed);
    units.forEach(unit -> fail(unit, unknown));
  }

  private void fail(QueuedUnit unit, RuntimeException failure) {
    Chain chain = unit.chain();
    if (chain != null) {
      chain.broken = true;
    }
    completions.execute(() -> unit.future().completeExceptionally(failure));
  }

  private void measure(List<QueuedUnit> units, Reply reply, Duration waited, Duration answered) {
    int stored = 0;
    int events = 0;
    int taken = 0;
    int conflicts = 0;
    for (int i = 0; i < units.size(); i++) {
      switch (reply.outcomes().get(i)) {
        case Outcome.Appended appended -> {
          stored++;
          events += units.get(i).events();
        }
        case Outcome.Taken ignored -> taken++;
        case Outcome.Conflict ignored -> conflicts++;
        case Outcome.PredecessorFailed ignored -> {}
      }
    }
    metrics.batch(
        new AppenderMetrics.Batch(units.size(), stored, events, taken, conflicts, queue.size(), waited, answered));
  }
}
