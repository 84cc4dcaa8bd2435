package dev.attune.command.collect;

import dev.attune.command.collect.CollectMeters.Outcome;
import dev.attune.command.collect.ItemLines.Line;
import dev.attune.command.collect.Reading.Readable;
import dev.attune.command.collect.Reading.Unreadable;
import dev.attune.command.collect.Rejects.Reject;
import dev.attune.command.platform.ProblemException;
import dev.attune.command.platform.Problems;
import dev.attune.command.profile.BulkStreams.Addressed;
import dev.attune.command.profile.BulkStreams.Told;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file on its way in: reads its lines only as fast as they are stored, puts what cannot be read into quarantine, and
 * counts what became of each. Used by one thread.
 */
final class BulkCourse implements Iterator<Addressed<Kept>>, Told<Kept> {

  /** How many rejected lines an answer names. */
  static final int MOST_NAMED = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(BulkCourse.class);
  private static final int REJECTS_TOGETHER = 200;
  private static final int REJECTED_BYTES = 1 << 20;

  private final ItemLines lines;
  private final Supply supply;
  private final Rejects rejects;
  private final CollectMeters meters;
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<BulkSummary.RejectedLine> named = new ArrayList<>();
  private int waitingBytes;
  private @Nullable Addressed<Kept> next;
  private @Nullable ProblemException problem;
  private boolean ended;
  private long received;
  private long accepted;
  private long duplicate;
  private long quarantined;
  private long failed;
  private long position;

  BulkCourse(ItemLines lines, Supply supply, Rejects rejects, CollectMeters meters) {
    this.lines = lines;
    this.supply = supply;
    this.rejects = rejects;
    this.meters = meters;
  }

  /** What is the same for all lines, and the time that each of them came. */
  interface Supply {

    /** Throws if this node does not know what time it is. */
    Delivery now();

    /** How a line is kept that cannot be read. */
    Reject reject(Line line, Delivery delivery, List<String> reasons);

    /** The problem that the client is told for what went wrong while its body was read. */
    ProblemException unreadable(IOException failure);
  }

  private record Waiting(Reject reject, BulkSummary.RejectedLine line) {}

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      try {
        Line line = lines.next();
        if (line == null) {
          ended = true;
        } else {
          take(line, supply.now());
        }
      } catch (IOException e) {
        stop(supply.unreadable(e));
      } catch (RuntimeException e) {
        stop(Problems.of(e));
      }
    }
    return next != null;
  }

  @Override
  public Addressed<Kept> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Addressed<Kept> taken = next;
    next = null;
    return taken == null ? next() : taken;
  }

  private void take(Line line, Delivery delivery) {
    received++;
    meters.received(1);
    switch (line.read(delivery)) {
      case Readable good ->
          next = new Addressed<>(good.command().heard().identities(), CollectIntent.of(good.command()));
      case Unreadable bad -> {
        waiting.add(
            new Waiting(
                supply.reject(line, delivery, bad.reasons()),
                BulkSummary.RejectedLine.of(line.number(), bad.messageId(), bad.reasons())));
        waitingBytes += line.bytes().length;
        if (waiting.size() >= REJECTS_TOGETHER || waitingBytes >= REJECTED_BYTES) {
          quarantine();
        }
      }
    }
  }

  private void quarantine() {
    if (waiting.isEmpty()) {
      return;
    }
    try {
      rejects.keep(waiting.stream().map(Waiting::reject).toList());
      quarantined += waiting.size();
      waiting.forEach(each -> meters.count(Outcome.QUARANTINED));
      waiting.stream().map(Waiting::line).limit(MOST_NAMED - named.size()).forEach(named::add);
    } catch (RuntimeException e) {
      LOG.warn("{} lines could not be put into quarantine: {}", waiting.size(), e.toString());
      stop(Problems.storeAway());
    }
    waiting.clear();
    waitingBytes = 0;
  }

  @Override
  public void answer(Kept kept) {
    position = Math.max(position, kept.position());
    if (kept.duplicate()) {
      duplicate++;
      meters.count(Outcome.DUPLICATE);
    } else {
      accepted++;
      meters.count(Outcome.ACCEPTED);
    }
  }

  @Override
  public void refused(Addressed<Kept> intent, RuntimeException reason) {
    LOG.error("An item could not be stored", reason);
    failed++;
    meters.count(Outcome.FAILED);
    stop(Problems.of(reason));
  }

  /** Nothing more is read. What was read before may still be stored. */
  void stop(ProblemException why) {
    ended = true;
    problem = problem == null ? why : problem;
  }

  /** What became of all; what is not settled by now was not stored as far as is known. */
  BulkSummary end() {
    quarantine();
    long open = received - accepted - duplicate - quarantined - failed;
    ProblemException why = problem;
    if (why == null && open > 0) {
      throw new IllegalStateException(open + " items have no outcome");
    }
    if (why != null) {
      Outcome outcome = new Result.Refused(null, why).isShed() ? Outcome.SHED : Outcome.FAILED;
      for (long each = 0; each < open; each++) {
        meters.count(outcome);
      }
      throw why.with("received", received).with("accepted", accepted).with("duplicate", duplicate)
          .with("quarantined", quarantined);
    }
    return new BulkSummary(
        received, accepted, duplicate, quarantined, position > 0 ? Long.toString(position) : null, List.copyOf(named),
        quarantined - named.size());
  }
}
