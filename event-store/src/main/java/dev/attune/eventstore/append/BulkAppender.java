package dev.attune.eventstore.append;

import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/**
 * Appends files: the same checks, claims, positions and hash chain as {@link PostgresAppender}, in chunks of at most
 * 1,000 events, each of them a commit. While one is written the next is made ready; the lock of the log is free in
 * between, so that a running service is held up for some milliseconds at a time.
 *
 * <p>Killed in the middle, nothing is half stored: the same file again finds what was stored to be duplicates, as far as
 * its units have claims. Thread-safe: each append has a connection and a thread of its own.
 */
public final class BulkAppender {

  private final DataSource database;
  private final AppenderOptions options;
  private final AppenderMetrics metrics;
  private final LogSignal signal;

  /**
   * @param database a pool with two connections to spare for each append at the same time
   * @param options of which the time to answer and the size of partitions count here
   */
  public BulkAppender(DataSource database, AppenderOptions options, AppenderMetrics metrics, LogSignal signal) {
    this.database = database;
    this.options = options;
    this.metrics = metrics;
    this.signal = signal;
  }

  /** As below, for units that do not depend on what is in the log. */
  public void append(Iterator<BulkUnit> units, BulkListener listener) throws InterruptedException {
    append(units, new BulkUnits(listener));
  }

  /**
   * Appends all items, in their order. Returns when all are durable. What the iterator or the plan throws ends it; what
   * was under way by then is settled before.
   *
   * @throws OutcomeUnknownException if the database stayed away for longer than the time to answer; append the same items
   *     again then
   * @throws OverloadedException if other writers were first for all of that time; append the rest again later
   */
  public <T> void append(Iterator<T> items, BulkPlan<T> plan) throws InterruptedException {
    DatabaseLink link = new DatabaseLink(database, options, metrics);
    BulkWriter writer = new BulkWriter(link, options.answerWithin(), metrics, signal);
    BulkRun<T> run = new BulkRun<>(items, plan, new BulkState(database), writer, options.answerWithin());
    try (ExecutorService writing = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("attune-bulk").factory())) {
      try {
        run.through(writing);
      } finally {
        writing.submit(link::end);
      }
    }
  }
}
