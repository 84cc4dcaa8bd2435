package dev.attune.command.outbound;

import dev.attune.command.outbound.Outbox.Written;
import dev.attune.command.outbound.RelayState.Answer;
import dev.attune.command.outbound.Run.Outgoing;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.GapReport;
import dev.attune.contracts.wire.Partitioner;
import dev.attune.contracts.wire.Topics;
import dev.attune.eventstore.read.EventReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends again what consumers miss: in each partition that was reported everything after the reported position, up to what
 * was sent last, so that the next new record follows without a gap. One walk through the log serves all partitions that
 * wait. Used by the relay's thread, between pages of new events.
 */
final class Resending {

  /** Reports that come within this time of the answer were made before it arrived. */
  static final Duration QUIET = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Resending.class);
  private static final int PAGE = 1_000;

  /** How long new events may wait for a turn. */
  private static final long TURN = Duration.ofMillis(100).toNanos();

  private final EventReader reader;
  private final Outbox outbox;
  private final Run run;
  private final RelayState state;
  private final int partitions;
  private final LongSupplier nanoTime;
  private final Map<Integer, Stretch> waiting = new TreeMap<>();
  private final Map<Integer, Answered> answered = new HashMap<>();
  private long at;
  private long sent;

  Resending(
      EventReader reader, Outbox outbox, Run run, RelayState state, int partitions, LongSupplier nanoTime) {
    this.reader = reader;
    this.outbox = outbox;
    this.run = run;
    this.state = state;
    this.partitions = partitions;
    this.nanoTime = nanoTime;
  }

  /** What is sent again in one partition: from behind {@code after}; {@code last} was sent last. */
  private record Stretch(long after, long last) {}

  private record Answered(long after, long nanos) {}

  boolean isIdle() {
    return waiting.isEmpty();
  }

  /** Notes that something is missing, unless that is being answered or was just now. */
  void report(GapReport report, Written sentSoFar) {
    Answer answer = judge(report, sentSoFar);
    state.reported(answer);
    if (answer == Answer.SENT_AGAIN) {
      at = waiting.isEmpty() ? report.after() : Math.min(at, report.after());
      waiting.put(report.partition(), new Stretch(report.after(), report.after()));
    }
  }

  private Answer judge(GapReport report, Written sentSoFar) {
    int partition = report.partition();
    if (partition < 0 || partition >= partitions) {
      return refused(report, "there is no such partition");
    }
    if (report.after() < 0 || report.after() > sentSoFar.position()) {
      return refused(report, "it lies beyond position %d, the last that was sent".formatted(sentSoFar.position()));
    }
    if (isBeingAnswered(report) || report.after() == sentSoFar.lastByPartition().get(partition)) {
      return Answer.ALREADY_ANSWERED;
    }
    if (report.after() > 0 && !isIn(partition, report.after())) {
      return refused(report, "the event of that position is not in that partition");
    }
    return Answer.SENT_AGAIN;
  }

  private boolean isBeingAnswered(GapReport report) {
    Stretch stretch = waiting.get(report.partition());
    if (stretch != null) {
      return stretch.after() <= report.after();
    }
    Answered before = answered.get(report.partition());
    return before != null
        && before.after() <= report.after()
        && nanoTime.getAsLong() - before.nanos() < QUIET.toNanos();
  }

  private boolean isIn(int partition, long position) {
    List<Envelope> found = reader.at(position);
    return !found.isEmpty() && partitionOf(found.getFirst()) == partition;
  }

  private static Answer refused(GapReport report, String reason) {
    LOG.warn(
        "A report of a gap in partition {} after position {} is ignored: {}",
        report.partition(), report.after(), reason);
    return Answer.IGNORED;
  }

  /**
   * Sends for a short while; waits for room in the outbox as new events do.
   *
   * @param sentSoFar everything that was sent, acknowledged or not: how far to go
   */
  void go(Written sentSoFar) throws InterruptedException {
    long begin = nanoTime.getAsLong();
    while (!waiting.isEmpty() && outbox.failure() == null && nanoTime.getAsLong() - begin < TURN) {
      if (at >= sentSoFar.position()) {
        finish();
        return;
      }
      page(sentSoFar);
    }
  }

  private void page(Written sentSoFar) throws InterruptedException {
    List<Envelope> read = reader.log(at, PAGE);
    int again = 0;
    for (Envelope envelope : read) {
      Outgoing wanted = envelope.position() <= sentSoFar.position() ? wanted(envelope) : null;
      if (wanted != null) {
        if (!run.takes(envelope)) {
          // nothing new is acknowledged with it
          run.go(sentSoFar);
        }
        run.add(wanted);
        again++;
      }
    }
    run.go(sentSoFar);
    at = read.isEmpty() ? sentSoFar.position() : Math.min(read.getLast().position(), sentSoFar.position());
    sent += again;
    state.resent(again);
  }

  private @Nullable Outgoing wanted(Envelope envelope) {
    int partition = partitionOf(envelope);
    Stretch stretch = waiting.get(partition);
    if (stretch == null || envelope.position() <= stretch.last()) {
      return null;
    }
    waiting.put(partition, new Stretch(stretch.after(), envelope.position()));
    return new Outgoing(Topics.EVENTS, partition, envelope, stretch.last());
  }

  private void finish() {
    LOG.info("{} records were sent again, as consumers miss what follows these positions: {}", sent, where());
    waiting.forEach(
        (partition, stretch) -> answered.put(partition, new Answered(stretch.after(), nanoTime.getAsLong())));
    waiting.clear();
    sent = 0;
  }

  private String where() {
    List<String> each = new ArrayList<>();
    waiting.forEach((partition, stretch) -> each.add("%d in partition %d".formatted(stretch.after(), partition)));
    return String.join(", ", each);
  }

  private int partitionOf(Envelope envelope) {
    return Partitioner.partition(envelope.stream(), partitions);
  }
}
