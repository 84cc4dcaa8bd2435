package dev.attune.eventstore.stream;

import dev.attune.eventstore.read.StoredSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * How far the snapshot of a stream reaches, as this node knows. States of a stream that follow from each other share it.
 * Thread-safe.
 */
final class SnapshotMark {

  private long version;
  private StoredSnapshot.@Nullable Id useless;

  /** The useless one could not be replaced at once. */
  private boolean tried;

  /** No snapshot, but perhaps one that cannot be used and must be replaced. */
  SnapshotMark(StoredSnapshot.@Nullable Id useless) {
    this.useless = useless;
  }

  /** A snapshot at a version. */
  SnapshotMark(long version) {
    this.version = version;
  }

  /** True if there are more than so many events behind the snapshot, or it must be replaced. */
  synchronized boolean isDue(long head, int every) {
    return head - version > every || (useless != null && !tried && head > 0);
  }

  /** A turn has failed. What was to be replaced is so with the next regular one: not with each event until then. */
  synchronized void failed(Turn turn) {
    if (turn.useless() != null) {
      useless = turn.useless();
      tried = true;
    }
  }

  /** Takes it on oneself to write a snapshot. */
  synchronized Turn take(long head, int every) {
    if (!isDue(head, every)) {
      return new Turn(false, null);
    }
    Turn turn = new Turn(true, useless);
    version = head;
    useless = null;
    return turn;
  }

  /**
   * Who writes.
   *
   * @param ours false if somebody else was first
   * @param useless the snapshot to be replaced whatever its version
   */
  record Turn(boolean ours, StoredSnapshot.@Nullable Id useless) {}
}
