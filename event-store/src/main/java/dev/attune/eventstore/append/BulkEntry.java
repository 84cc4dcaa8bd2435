package dev.attune.eventstore.append;

import org.jspecify.annotations.Nullable;

/** A unit of a file on its way. Written by the thread that stores it, read by the other once it is done. */
final class BulkEntry {

  private final BulkUnit unit;
  private @Nullable QueuedUnit queued;
  private @Nullable Outcome outcome;
  private @Nullable AppendRejectedException refusal;
  private @Nullable Claim taken;
  private @Nullable BulkEntry takenBy;

  BulkEntry(BulkUnit unit) {
    this.unit = unit;
  }

  BulkUnit unit() {
    return unit;
  }

  /** What goes to the database; nothing if no look at it is needed. */
  @Nullable QueuedUnit queued() {
    return queued;
  }

  void queue(QueuedUnit ready) {
    queued = ready;
  }

  void settle(Outcome known) {
    outcome = known;
  }

  void refuse(AppendRejectedException reason) {
    refusal = reason;
  }

  /** A unit before it in the file takes its claim, if that is stored. */
  void duplicate(Claim claim, BulkEntry of) {
    taken = claim;
    takenBy = of;
  }

  boolean refused() {
    return refusal != null;
  }

  /** Whether it was stored by us. */
  boolean stored() {
    return outcome instanceof Outcome.Appended;
  }

  /**
   * Whether more than a look at the log is known.
   *
   * @param smooth all that was assumed came to be: otherwise a version judged by it may be wrong
   */
  boolean settled(boolean smooth) {
    if (takenBy != null) {
      return takenBy.stored();
    }
    return refusal != null || outcome != null && (smooth || !(outcome instanceof Outcome.Conflict));
  }

  void report(BulkListener listener) {
    if (refusal != null) {
      listener.refused(unit, refusal);
    } else if (takenBy != null && taken != null && takenBy.outcome instanceof Outcome.Appended first) {
      BulkUnit holder = takenBy.unit;
      listener.settled(
          unit,
          new Outcome.Taken(taken, new ClaimHolder(holder.stream(), first.lastPosition(), holder.attempt())));
    } else if (outcome != null) {
      listener.settled(unit, outcome);
    }
  }
}
