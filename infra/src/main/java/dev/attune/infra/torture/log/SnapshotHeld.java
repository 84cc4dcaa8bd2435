package dev.attune.infra.torture.log;

import com.fasterxml.uuid.Generators;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.infra.torture.Interruption;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Appends at a steady rate, first alone and then beside a snapshot that stays open, as a dump or a long read has one. */
final class SnapshotHeld {

  /** At most so many times the p99 without the snapshot. */
  static final double AIM = 2;

  private static final int WRITERS = 8;
  private static final Duration BETWEEN = Duration.ofMillis(20);
  private static final Duration WARMING_UP = Duration.ofSeconds(1);
  private static final double NANOS_IN_MILLI = 1e6;
  private static final int DIGITS = 3;

  private final LogServer server;
  private final PrintStream out;
  private final LogBook book = new LogBook();
  private final AtomicLong messages = new AtomicLong();
  private volatile Histogram now = new ConcurrentHistogram(DIGITS);
  private volatile boolean over;

  SnapshotHeld(LogServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  /**
   * What was measured.
   *
   * @param beforeMillis p99 without the snapshot
   * @param duringMillis p99 in the last half of the time that it was open
   * @param complaints about the log
   */
  record Outcome(double beforeMillis, double duringMillis, List<String> complaints) {

    double times() {
      return duringMillis / beforeMillis;
    }
  }

  /** On a fresh log; takes the time twice. The appender is closed. */
  Outcome run(Appender appender, Duration time) throws SQLException {
    try (AppenderNode node = new AppenderNode(appender);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(threads.submit(() -> write(node)));
      }
      Interruption.pause(WARMING_UP);
      double before = p99(time);
      double during = beside(time);
      over = true;
      threads.shutdown();
      out.printf("  append p99 %.1f ms before, %.1f ms beside a snapshot open for %d s: %.2f times (aim: at most %.0f)%n",
          before, during, time.toSeconds(), during / before, AIM);
      threads.close();
      return new Outcome(before, during, LogCheck.complaints(book, server.database()));
    }
  }

  private double beside(Duration time) throws SQLException {
    try (Connection snapshot = server.database().getConnection();
        Statement statement = snapshot.createStatement()) {
      snapshot.setAutoCommit(false);
      snapshot.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("SELECT count(*) FROM attune.event");
      Interruption.pause(time.dividedBy(2));
      double during = p99(time.dividedBy(2));
      snapshot.rollback();
      return during;
    }
  }

  private double p99(Duration time) {
    Histogram histogram = new ConcurrentHistogram(DIGITS);
    now = histogram;
    Interruption.pause(time);
    now = new ConcurrentHistogram(DIGITS);
    return histogram.getValueAtPercentile(99) / NANOS_IN_MILLI;
  }

  private void write(LogNode node) {
    UUID stream = Generators.timeBasedEpochRandomGenerator().generate();
    StreamHead head = StreamHead.empty(stream);
    while (!over) {
      Attempt attempt =
          new Attempt(messages.incrementAndGet(),
              Attempt.id(Generators.timeBasedEpochRandomGenerator().generate()), System.currentTimeMillis() * 1_000,
              List.of(new Attempt.Part(head, 1)));
      book.sent(attempt);
      Histogram into = now;
      long begin = System.nanoTime();
      Answer answer = node.append(attempt).join();
      into.recordValue(System.nanoTime() - begin);
      book.answered(attempt, answer);
      if (!(answer instanceof Answer.Stored stored)) {
        book.complain("refused: an append at a steady rate was answered " + answer);
        return;
      }
      head = stored.heads().getFirst();
      Interruption.pause(BETWEEN);
    }
  }
}
