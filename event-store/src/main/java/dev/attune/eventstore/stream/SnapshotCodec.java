package dev.attune.eventstore.stream;

import java.util.UUID;

/**
 * A state as bytes. Pure, thread-safe.
 *
 * @param <S> immutable state
 */
public interface SnapshotCodec<S> {

  /**
   * Names the form of the bytes and the meaning of the state. It must change whenever the fold makes another state of
   * the same events, or the bytes are read in another way: a snapshot of another revision is not used.
   */
  String revision();

  /** The state as bytes. What it throws is logged, and no snapshot is written. */
  byte[] encode(S state);

  /**
   * The state that was encoded: equal to it, and it must evolve as it would have. What it throws is logged, and the
   * stream is read from its beginning.
   */
  S decode(UUID stream, byte[] bytes);
}
