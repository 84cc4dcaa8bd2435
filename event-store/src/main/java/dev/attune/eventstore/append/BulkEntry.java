package dev.attune.eventstore.append;

import org.jspecify.annotations.Nullable;

/**
 * An item of a file on its way. Written by the thread that stores it, read by the other once it is done.
 *
 * @param <T> the item
 */
final class BulkEntry<T> {

  private final T item;
  private @Nullable QueuedUnit queued;
  private @Nullable Outcome outcome;
  private @Nullable Outcome obstruction;
  private @Nullable AppendRejectedException refusal;
  private @Nullable Claim taken;
  private @Nullable BulkEntry<T> takenBy;

  BulkEntry(T item) {
    this.item = item;
  }

  T item() {
    return item;
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

  /** The database did not store it, for this reason. */
  void obstruct(Outcome by) {
    obstruction = by;
  }

  @Nullable Outcome obstruction() {
    return obstruction;
  }

  void refuse(AppendRejectedException reason) {
    refusal = reason;
  }

  /** An item before it in the file takes its claim, if that is stored. */
  void duplicate(Claim claim, BulkEntry<T> of) {
    taken = claim;
    takenBy = of;
  }

  boolean refused() {
    return refusal != null;
  }

  /** Whether nothing is known that makes it a duplicate. */
  boolean isNew() {
    return outcome == null && takenBy == null && refusal == null;
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

  void report(BulkPlan<T> to) {
    if (refusal != null) {
      to.refused(item, refusal);
    } else if (takenBy != null && taken != null && takenBy.outcome instanceof Outcome.Appended first) {
      to.settled(item, new Outcome.Taken(taken, holder(takenBy, first)));
    } else if (outcome != null) {
      to.settled(item, outcome);
    }
  }

  private static ClaimHolder holder(BulkEntry<?> by, Outcome.Appended first) {
    QueuedUnit unit = by.queued;
    if (unit == null) {
      throw new IllegalStateException("Stored, but never sent");
    }
    return new ClaimHolder(first.heads().getFirst().stream(), first.lastPosition(), unit.unit().attempt());
  }
}
