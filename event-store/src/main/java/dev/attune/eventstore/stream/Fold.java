package dev.attune.eventstore.stream;

import dev.attune.contracts.wire.Envelope;
import java.util.UUID;

/**
 * How a stream's events become a state. Pure; the state must not depend on position, epoch or {@code recordedAt}.
 *
 * @param <S> immutable state
 */
public interface Fold<S> {

  /** The state of a stream without events. */
  S initial(UUID stream);

  /** The state after one more event. */
  S evolve(S state, Envelope envelope);
}
