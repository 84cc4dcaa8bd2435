package dev.attune.eventstore.stream;

import dev.attune.eventstore.append.StreamHead;

/** The state of a stream at a head, and how far its snapshot reaches. */
record Known<S>(S state, StreamHead head, SnapshotMark mark) {

  /** A state of which no snapshot is known. */
  Known(S state, StreamHead head) {
    this(state, head, new SnapshotMark(0));
  }

  /** A later state of the same stream. */
  Known<S> next(S later, StreamHead at) {
    return new Known<>(later, at, mark);
  }
}
