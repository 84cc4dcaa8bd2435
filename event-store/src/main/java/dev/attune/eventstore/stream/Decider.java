package dev.attune.eventstore.stream;

import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.Outcome;
import java.util.List;
import java.util.function.Function;

/**
 * A command on one stream: decides on a state what is to be stored. Called again on a newer state after a conflict, or
 * when a command before it failed; so it must not have effects.
 *
 * @param <S> state of the stream, immutable
 * @param <R> what the sender is told
 */
@FunctionalInterface
public interface Decider<S, R> {

  Decision<S, R> decide(S state);

  /**
   * What was decided.
   *
   * @param <S> state of the stream
   * @param <R> what the sender is told
   */
  sealed interface Decision<S, R> {

    /**
     * Nothing to store; the answer is given as soon as everything decided before it is stored.
     *
     * @param answer what the sender is told
     */
    record Answer<S, R>(R answer) implements Decision<S, R> {}

    /**
     * Events to store.
     *
     * @param next the state with these events, equal to what the {@link Fold} makes of them when they are read again:
     *     it must not depend on position, epoch or {@code recordedAt}, which are not known yet
     * @param events for this stream, at least one, with ids that no other command gives: the last one's is the id of the
     *     attempt ({@link dev.attune.eventstore.append.AppendUnit})
     * @param claims to take with them
     * @param stored the answer once they are stored
     * @param taken the answer if a claim is held already
     */
    record Store<S, R>(
        S next,
        List<NewEvent> events,
        List<Claim> claims,
        Function<Outcome.Appended, R> stored,
        Function<Outcome.Taken, R> taken)
        implements Decision<S, R> {}
  }
}
