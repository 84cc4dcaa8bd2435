package dev.attune.eventstore.append;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/**
 * Appends files: the same checks, claims, positions and hash chain as {@link PostgresAppender}, in chunks of at most
 * 1,000 events, each of them a commit. While one is written the next is made ready; the lock of the log is free in
 * between, so that a running service is held up for some milliseconds at a time.
 *
 * <p>Killed in the middle, nothing is half stored: the same file again finds what was stored to be duplicates, as far as
 * its units have claims. Not thread-safe.
 */
public final class BulkAppender {

  private static final int CHUNK_EVENTS = 1_000;
  private static final int CHUNK_BYTES = 4 << 20;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final BulkPlanner planner;
  private final DataSource database;
  private final AppenderOptions options;
  private final AppenderMetrics metrics;
  private final LogSignal signal;

  /**
   * @param database a pool with two connections to spare
   * @param options of which the time to answer and the size of partitions count here
   */
  public BulkAppender(DataSource database, AppenderOptions options, AppenderMetrics metrics, LogSignal signal) {
    this.planner = new BulkPlanner(new BulkState(database));
    this.database = database;
    this.options = options;
    this.metrics = metrics;
    this.signal = signal;
  }

  /**
  * Appends all units, in their order. Returns when all are durable.
   *
   * @throws OutcomeUnknownException if the database stayed away for longer than the time to answer; append the same units
   *     again then
   */
  public void append(Iterator<BulkUnit> units, BulkListener listener) throws InterruptedException {
    DatabaseLink link = new DatabaseLink(database, options, metrics);
    try (ExecutorService writing = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("attune-bulk").factory())) {
      try {
        append(units, listener, link, writing);
      } finally {
        writing.submit(link::end);
      }
    }
  }

  private void append(Iterator<BulkUnit> units, BulkListener listener, DatabaseLink link, ExecutorService writing)
      throws InterruptedException {
    List<BulkEntry> chunk = plan(take(units), List.of());
    while (!chunk.isEmpty()) {
      List<BulkEntry> sent = chunk;
      Future<?> written = writing.submit(() -> write(queued(sent), link));
      chunk = plan(take(units), sent);
      await(written);
      List<BulkUnit> again = settle(sent, listener);
      if (!again.isEmpty() || sent.stream().anyMatch(BulkEntry::refused)) {
        // What was made ready meanwhile was so on the assumption that all of this is stored.
        planner.forget();
        chunk.forEach(entry -> again.add(entry.unit()));
        chunk = plan(again, List.of());
      }
    }
  }

  private static List<BulkUnit> take(Iterator<BulkUnit> units) {
    List<BulkUnit> taken = new ArrayList<>();
    int events = 0;
    long bytes = 0;
    while (units.hasNext() && events < CHUNK_EVENTS && bytes < CHUNK_BYTES) {
      BulkUnit unit = units.next();
      taken.add(unit);
      events += unit.events().size();
      for (NewEvent event : unit.events()) {
        bytes += event.event().data().length;
      }
    }
    return taken;
  }

  private List<BulkEntry> plan(List<BulkUnit> units, List<BulkEntry> under) throws InterruptedException {
    long deadline = System.nanoTime() + options.answerWithin().toNanos();
    while (!units.isEmpty()) {
      try {
        return planner.plan(units, under);
      } catch (SQLException e) {
        if (Refusals.isRefusal(e) || System.nanoTime() >= deadline) {
          throw new OutcomeUnknownException(e);
        }
        planner.forget();
        Thread.sleep(PAUSE);
      }
    }
    return List.of();
  }

  /** Reports what is settled; what another writer got in the way of is to be planned again. */
  private static List<BulkUnit> settle(List<BulkEntry> sent, BulkListener listener) {
    boolean smooth = sent.stream().noneMatch(entry -> entry.refused() || !entry.settled(true));
    List<BulkUnit> again = new ArrayList<>();
    for (BulkEntry entry : sent) {
      if (entry.settled(smooth)) {
        entry.report(listener);
      } else {
        again.add(entry.unit());
      }
    }
    return again;
  }

  private static List<BulkEntry> queued(List<BulkEntry> entries) {
    return entries.stream().filter(entry -> entry.queued() != null).toList();
  }

  private void write(List<BulkEntry> entries, DatabaseLink link) {
    List<QueuedUnit> units = entries.stream().map(BulkEntry::queued).filter(Objects::nonNull).toList();
    if (units.isEmpty() || broken(units.getFirst())) {
      return;
    }
    try {
      Reply reply = link.append(WavePlan.of(units), System.nanoTime() + options.answerWithin().toNanos());
      signal.advance(reply.position());
      for (int i = 0; i < units.size(); i++) {
        if (reply.outcomes().get(i) instanceof Outcome.Appended appended) {
          entries.get(i).settle(appended);
        }
      }
      link.prepareBeyond(reply.position());
    } catch (SQLException refused) {
      isolate(entries, refused, link);
    }
  }

  private void isolate(List<BulkEntry> entries, SQLException refused, DatabaseLink link) {
    if (entries.size() == 1) {
      entries.getFirst().refuse(new AppendRejectedException(refused));
      return;
    }
    int half = entries.size() / 2;
    write(entries.subList(0, half), link);
    write(entries.subList(half, entries.size()), link);
  }

  private static boolean broken(QueuedUnit unit) {
    return unit.chain() != null && unit.chain().broken;
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
