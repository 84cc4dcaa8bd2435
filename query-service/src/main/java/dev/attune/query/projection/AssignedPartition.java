package dev.attune.query.projection;

import dev.attune.contracts.wire.Envelope;
import org.jspecify.annotations.Nullable;

/** A partition that this instance folds, and where it stands. Confined to the projection's thread. */
final class AssignedPartition {

  private final int partition;
  private final String topicId;
  private final @Nullable PoisonException poison;
  private @Nullable Checkpoint stored;
  private Checkpoint at;
  private @Nullable Gap gap;
  private @Nullable Long gapEnd;
  private @Nullable String failure;

  /**
   * @param checkpoint as stored; null if there is none
   * @param poison the event that could not be folded; null if there is none
   */
  AssignedPartition(
      int partition, @Nullable Checkpoint checkpoint, String topicId, @Nullable PoisonException poison) {
    this.partition = partition;
    this.poison = poison;
    this.topicId = topicId;
    this.stored = checkpoint;
    this.at =
        checkpoint != null && checkpoint.topicId().equals(topicId) ? checkpoint : Checkpoint.start(partition, topicId);
  }

  /** Where it stands. */
  Checkpoint at() {
    return at;
  }

  /** The missing stretch before which it stands; null if there is none. */
  @Nullable Gap gap() {
    return gap;
  }

  /** The offset up to which the missing stretch may yet follow what was met; null if it is not known. */
  @Nullable Long gapEnd() {
    return gapEnd;
  }

  /** What is missing is nowhere in the partition if it does not come before this offset. */
  void gapEnds(long offset) {
    gapEnd = offset;
  }

  /** True if the event must not be folded: it was tried and failed. */
  boolean stopsBefore(long position) {
    return poison != null && poison.event().position() == position;
  }

  /** Why it cannot go on; null if it can. */
  @Nullable String failure() {
    return failure;
  }

  /** True if what was folded counts no more since a later epoch began before it. */
  boolean holdsVoid(Epochs epochs) {
    return at.position() > 0 && epochs.voids(at.epoch(), at.position());
  }

  /** The next event is folded or parked. */
  void advance(Envelope event, long offset) {
    at = new Checkpoint(partition, event.position(), offset + 1, event.epoch(), topicId);
    gap = null;
    gapEnd = null;
  }

  /**
   * A gap was met.
   *
   * @return true if it is to be looked at once more, from the checkpoint on: it is the first look
   */
  boolean met(Gap met) {
    boolean again = gap == null;
    if (again) {
      gap = met;
    }
    return again;
  }

  /** What it met cannot be folded. */
  void fail(String reason) {
    failure = reason;
  }

  /** The move of the stored checkpoint that is due, or null. */
  Checkpoints.@Nullable Move due() {
    if (at.position() == 0 || at.equals(stored)) {
      return null;
    }
    return new Checkpoints.Move(stored == null ? 0 : stored.position(), at);
  }

  /** The due move is done. */
  void saved() {
    stored = at;
  }

  /**
   * Positions that are missing.
   *
   * @param after last one that was folded
   * @param before first one that is there again
   * @param previous what that one names as its predecessor
   */
  record Gap(long after, long before, long previous) {}
}
