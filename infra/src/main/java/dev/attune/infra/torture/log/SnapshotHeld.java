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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Appends at a steady rate, first alone and then beside a snapshot that stays open, as a dump or a long read has one. */
final class SnapshotHeld {

  /** The p99 is to be at most so many times what it is without the snapshot. */
  static final double AIM = 2;

  /** From so long on the p99 is the log's rather than the machine's. */
  static final Duration LONG_FORM = Duration.ofSeconds(60);

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
   * How long appends took, in milliseconds.
   *
   * @param median half of them took less
   */
  record Latency(double median, double p99) {}

  /** What is judged by. */
  enum Judge {
    /** For short runs. */
    MEDIAN,
    /** For long ones. */
    P99;

    static Judge of(Duration time) {
      return time.compareTo(LONG_FORM) >= 0 ? P99 : MEDIAN;
    }

    private boolean complains(Latency before, Latency during, double most) {
      return this == P99 ? during.p99() > most * before.p99() : during.median() > most * before.median();
    }
  }

  /**
   * What was measured.
   *
   * @param before without the snapshot
   * @param during in the last half of the time that it was open
   */
  record Outcome(Latency before, Latency during, List<String> complaints) {}

  /**
   * On a fresh log.
   *
   * @param appender is closed at the end
   * @param time that the snapshot is open; half of it is measured before
   * @param most how many times slower appends may become
   */
  Outcome run(Appender appender, Duration time, Judge judge, double most) throws SQLException {
    try (AppenderNode node = new AppenderNode(appender);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WRITERS; i++) {
        threads.execute(() -> write(node));
      }
      Interruption.pause(WARMING_UP);
      Latency before = measure(time.dividedBy(2));
      Latency during = beside(time);
      over = true;
      threads.close();
      out.printf("  append p99 %.1f ms before, %.1f ms beside a snapshot open for %d s: %.2f times (aim: at most %.0f);"
          + " medians %.1f and %.1f ms%n", before.p99(), during.p99(), time.toSeconds(), during.p99() / before.p99(), AIM,
          before.median(), during.median());
      if (judge.complains(before, during, most)) {
        book.complain("slow: an open snapshot slows appends down from %s to %s".formatted(before, during));
      }
      return new Outcome(before, during, LogCheck.complaints(book, server.database()));
    }
  }

  private Latency beside(Duration time) throws SQLException {
    try (Connection snapshot = server.database().getConnection();
        Statement statement = snapshot.createStatement()) {
      snapshot.setAutoCommit(false);
      snapshot.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("SELECT count(*) FROM attune.event");
      Interruption.pause(time.dividedBy(2));
      Latency during = measure(time.dividedBy(2));
      snapshot.rollback();
      return during;
    }
  }

  private Latency measure(Duration time) {
    Histogram histogram = new ConcurrentHistogram(DIGITS);
    now = histogram;
    Interruption.pause(time);
    now = new ConcurrentHistogram(DIGITS);
    return new Latency(
        histogram.getValueAtPercentile(50) / NANOS_IN_MILLI, histogram.getValueAtPercentile(99) / NANOS_IN_MILLI);
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
