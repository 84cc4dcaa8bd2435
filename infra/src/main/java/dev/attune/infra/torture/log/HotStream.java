package dev.attune.infra.torture.log;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.zaxxer.hikari.HikariDataSource;
import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.OverloadedException;
import dev.attune.eventstore.read.PostgresEventReader;
import dev.attune.eventstore.stream.Decider;
import dev.attune.eventstore.stream.Fold;
import dev.attune.eventstore.stream.MailboxOptions;
import dev.attune.eventstore.stream.StreamMailboxes;
import dev.attune.eventstore.verify.LogVerifier;
import dev.attune.infra.torture.Interruption;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * One stream is offered far more commands than any person causes, beside a few on other streams. Its mailbox is bounded;
 * the others hardly notice.
 */
final class HotStream {

  static final MailboxOptions BOUNDED = MailboxOptions.DEFAULT;

  /** The p99 of others is to be at most so many times what it is without it. */
  private static final double AIM = 2;

  /** What is let pass in short runs, where a p99 is as much the machine's. */
  private static final double LET_PASS = 20;

  private static final NoArgGenerator IDS = Generators.timeBasedEpochRandomGenerator();
  private static final int HOT_EACH_SECOND = 5_000;
  private static final int OTHERS_EACH_SECOND = 200;
  private static final int OTHER_STREAMS = 100;
  private static final int READERS = 8;
  private static final int BOUND = BOUNDED.waiting() + BOUNDED.together();
  private static final int MOST_LOOKS = 60;
  private static final int BURST = 5_000;
  private static final Duration WARMING_UP = Duration.ofSeconds(2);
  private static final int DIGITS = 3;
  private static final double NANOS_IN_MILLI = 1e6;
  private static final long NANOS_IN_SECOND = 1_000_000_000;
  private static final long VERIFIER_MEMORY = 64L << 20;
  private static final String LOCK = "hashtextextended('attune.event', 0)";

  /** A stream's state is how many events it has. */
  private static final Fold<Long> COUNT =
      new Fold<>() {
        @Override
        public Long initial(UUID stream) {
          return 0L;
        }

        @Override
        public Long evolve(Long state, Envelope envelope) {
          return state + 1;
        }
      };

  private final LogServer server;
  private final PrintStream out;
  private final UUID hot = IDS.generate();
  private final List<UUID> others = Stream.generate(IDS::generate).limit(OTHER_STREAMS).toList();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final Queue<Throwable> failed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();

  HotStream(LogServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  /**
   * What was measured.
   *
   * @param aloneMillis p99 of the others without the hot stream
   * @param besideMillis p99 of the others beside it
   * @param answered commands of the hot stream that were stored
   * @param refused commands of the hot stream that found the mailbox full
   * @param waited commands of the hot stream that were neither, while nothing could be stored
   */
  record Outcome(
      double aloneMillis, double besideMillis, long answered, long refused, int waited, List<String> complaints) {}

  /** On a fresh log; takes the time twice. The appender is closed. */
  Outcome run(Appender appender, MailboxOptions options, Duration time) throws SQLException {
    try (appender;
        HikariDataSource pool = server.pool(READERS)) {
      StreamMailboxes<Long> mailboxes =
          new StreamMailboxes<>(appender, new PostgresEventReader(pool), COUNT, options);
      offer(mailboxes, WARMING_UP, HOT_EACH_SECOND, new ConcurrentHistogram(DIGITS));
      Histogram quiet = new ConcurrentHistogram(DIGITS);
      Histogram loud = new ConcurrentHistogram(DIGITS);
      // Half before, half behind: what else the machine does changes by the minute, and weighs the same on both.
      offer(mailboxes, time.dividedBy(2), 0, quiet);
      offer(mailboxes, time, HOT_EACH_SECOND, loud);
      offer(mailboxes, time.dividedBy(2), 0, quiet);
      double alone = p99(quiet);
      double beside = p99(loud);
      out.printf("  %,d commands/s to one stream for %d s: %,d stored, %,d refused, at most %,d under way; p99 of %d/s on"
          + " others %.1f ms without and %.1f ms with it: %.2f times (aim: at most %.0f)%n", HOT_EACH_SECOND, time.toSeconds(), answered.get(),
          refused.get(), mostUnderWay.get(), OTHERS_EACH_SECOND, alone, beside,
          beside / alone, AIM);
      int waited = burst(mailboxes);
      out.printf("  %,d more at once while nothing can be stored: %,d wait, all others are refused at once%n", BURST,
          waited);
      List<String> complaints = complaints(mailboxes, waited);
      if (beside > (time.compareTo(SnapshotHeld.LONG_FORM) >= 0 ? AIM : LET_PASS) * alone) {
        complaints.add("slow: the p99 of others grew from %.1f to %.1f ms beside the hot stream".formatted(alone, beside));
      }
      return new Outcome(alone, beside, answered.get(), refused.get(), waited, complaints);
    }
  }

  private List<String> complaints(StreamMailboxes<Long> mailboxes, int waited) throws SQLException {
    List<String> complaints = new ArrayList<>();
    if (waited > BOUND) {
      complaints.add("unbounded: %,d commands of one stream wait at once, more than %,d".formatted(waited, BOUND));
    }
    if (!failed.isEmpty()) {
      complaints.add("failed: " + failed.size() + " commands, and not since a mailbox was full: " + failed.peek());
    }
    String version = server.value("SELECT version FROM attune.stream_head WHERE stream = '%s'".formatted(hot));
    if (!version.equals(String.valueOf(answered.get())) || mailboxes.state(hot) != answered.get()) {
      complaints.add("lost: the hot stream has version %s and the state %d, and %d commands were told to be stored"
          .formatted(version, mailboxes.state(hot), answered.get()));
    }
    new LogVerifier(server.database(), VERIFIER_MEMORY)
        .verify(read -> {})
        .faults()
        .forEach(fault -> complaints.add("verifier: " + fault));
    return complaints;
  }

  /** Offers at a rate, whatever is answered; how long the others took is from when each was due. */
  private void offer(StreamMailboxes<Long> mailboxes, Duration time, int hotEachSecond, Histogram histogram) {
    List<CompletableFuture<?>> sent = new ArrayList<>();
    long begin = System.nanoTime();
    long hotSent = 0;
    long othersSent = 0;
    for (long now = 0; now < time.toNanos(); now = System.nanoTime() - begin) {
      while (hotSent < now * hotEachSecond / NANOS_IN_SECOND) {
        sent.add(sendHot(mailboxes));
        hotSent++;
      }
      while (othersSent < now * OTHERS_EACH_SECOND / NANOS_IN_SECOND) {
        UUID stream = others.get((int) (othersSent++ % OTHER_STREAMS));
        long due = begin + othersSent * NANOS_IN_SECOND / OTHERS_EACH_SECOND;
        sent.add(mailboxes.send(stream, one()).handle((number, failure) -> {
          histogram.recordValue(System.nanoTime() - due);
          return failure == null || failed.add(cause(failure));
        }));
      }
      Interruption.pause(Duration.ofMillis(1));
    }
    sent.forEach(CompletableFuture::join);
  }

  private static double p99(Histogram histogram) {
    return histogram.getValueAtPercentile(99) / NANOS_IN_MILLI;
  }

  /** Holds the log's lock, so that nothing is stored, and says how many of many commands wait then. */
  private int burst(StreamMailboxes<Long> mailboxes) throws SQLException {
    List<CompletableFuture<?>> sent = new ArrayList<>();
    int waiting;
    try (Connection holder = server.database().getConnection();
        Statement statement = holder.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      for (int i = 0; i < BURST; i++) {
        sent.add(sendHot(mailboxes));
      }
      waiting = waiting(sent);
      statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
    }
    sent.forEach(CompletableFuture::join);
    return waiting;
  }

  /** Refusals arrive on threads of their own, so they are given some time. */
  private static int waiting(List<CompletableFuture<?>> sent) {
    int waiting = sent.size();
    for (int i = 0; i < MOST_LOOKS && waiting > BOUND; i++) {
      Interruption.pause(Duration.ofMillis(50));
      waiting = (int) sent.stream().filter(future -> !future.isDone()).count();
    }
    return waiting;
  }

  private CompletableFuture<Void> sendHot(StreamMailboxes<Long> mailboxes) {
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    return mailboxes.send(hot, one()).handle((number, failure) -> {
      underWay.decrementAndGet();
      if (failure == null) {
        answered.incrementAndGet();
      } else if (cause(failure) instanceof OverloadedException) {
        refused.incrementAndGet();
      } else {
        failed.add(cause(failure));
      }
      return null;
    });
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
  }

  private static Decider<Long, Long> one() {
    return state ->
        new Decider.Decision.Store<>(
            state + 1, List.of(event()), List.of(), appended -> state + 1, taken -> -1L);
  }

  private static NewEvent event() {
    UUID id = IDS.generate();
    return new NewEvent(id, new Encoded("torture.struck", 1, Attempt.data(id), null), Instant.now(), null, null, null,
        null);
  }
}
