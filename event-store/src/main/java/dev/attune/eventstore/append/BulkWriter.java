package dev.attune.eventstore.append;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes planned chunks. Not thread-safe. */
record BulkWriter(DatabaseLink link, Duration patience, AppenderMetrics metrics, LogSignal signal) {

  /** @param entries with a unit each */
  void write(List<? extends BulkEntry<?>> entries) {
    write(entries, false);
  }

  private void write(List<? extends BulkEntry<?>> entries, boolean sentBefore) {
    if (entries.isEmpty() || isBroken(entries.getFirst())) {
      return;
    }
    List<QueuedUnit> units = entries.stream().map(BulkWriter::unit).toList();
    long sent = System.nanoTime();
    try {
      Reply reply = link.append(WavePlan.of(units), sent + patience.toNanos(), sentBefore);
      signal.advance(reply.position());
      measure(units, reply, Duration.ofNanos(System.nanoTime() - sent));
      // All of them are of one chain, so the plan keeps their order; what needs more waves is planned again.
      for (int i = 0; i < reply.outcomes().size(); i++) {
        Outcome outcome = reply.outcomes().get(i);
        switch (outcome) {
          case Outcome.Appended appended -> entries.get(i).settle(appended);
          case Outcome.Taken taken -> entries.get(i).obstruct(taken);
          case Outcome.Conflict conflict -> entries.get(i).obstruct(conflict);
          case Outcome.PredecessorFailed ignored -> {}
        }
      }
      link.prepareBeyond(reply.position());
    } catch (DatabaseLink.RefusedException refused) {
      isolate(entries, refused);
    }
  }

  private void measure(List<QueuedUnit> units, Reply reply, Duration answered) {
    int stored = 0;
    int events = 0;
    int taken = 0;
    int conflicts = 0;
    for (int i = 0; i < reply.outcomes().size(); i++) {
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
    metrics.bulk(new AppenderMetrics.Batch(units.size(), stored, events, taken, conflicts, 0, Duration.ZERO, answered));
  }

  /** Halves the chunk until what the database refuses stands alone. What stands behind it may build on it. */
  private void isolate(List<? extends BulkEntry<?>> entries, DatabaseLink.RefusedException refused) {
    if (entries.size() == 1) {
      if (refused.resent()) {
        throw new OutcomeUnknownException(refused);
      }
      entries.getFirst().refuse(new AppendRejectedException(refused.refusal()));
      QueuedUnit.Chain chain = chain(entries.getFirst());
      if (chain != null) {
        chain.broken = true;
      }
      return;
    }
    int half = entries.size() / 2;
    write(entries.subList(0, half), refused.resent());
    write(entries.subList(half, entries.size()), refused.resent());
  }

  private static boolean isBroken(BulkEntry<?> entry) {
    QueuedUnit.Chain chain = chain(entry);
    return chain != null && chain.broken;
  }

  private static QueuedUnit.@Nullable Chain chain(BulkEntry<?> entry) {
    return unit(entry).chain();
  }

  private static QueuedUnit unit(BulkEntry<?> entry) {
    QueuedUnit unit = entry.queued();
    if (unit == null) {
      throw new IllegalStateException("Nothing to write");
    }
    return unit;
  }
}
