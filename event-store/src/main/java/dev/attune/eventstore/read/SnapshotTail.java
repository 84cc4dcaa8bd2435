package dev.attune.eventstore.read;

/**
 * A stream from its snapshot on, or from its beginning.
 *
 * @param found the snapshot
 * @param tail the events behind a {@link Found.Fitting} snapshot; without one, all events
 */
public record SnapshotTail(Found found, StreamTail tail) {

  /** The snapshot of a stream. */
  public sealed interface Found {

    /** There is none. */
    record None() implements Found {}

    /** There is one that belongs to an event of the stream; its bytes were not looked at. */
    record Fitting(StoredSnapshot snapshot) implements Found {}

    /** There is one that cannot be used. */
    record Unfit(StoredSnapshot.Id id, String revision, Reason reason) implements Found {}
  }

  /** Why a snapshot does not fit. */
  public enum Reason {
    /** It was written by another fold or codec. */
    REVISION,
    /** The stream has no event of its version yet: the log is an older one. */
    BEYOND_HEAD,
    /** The event of its version has another chain: the snapshot is of another history. */
    OTHER_HISTORY,
    /** The event behind it is missing in the log. */
    NOTHING_BEHIND
  }
}
