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
 * @param <S> state of the stream
 * @param <R> what the sender is told
 */
@FunctionalInterface
public interface Decider<S, R> {

  Decision<R> decide(S state);

  /**
   * What was decided.
   *
   * @param <R> what the sender is told
   */
  sealed interface Decision<R> {

    /**
     * Nothing to store; the answer stands as soon as everything decided before it is stored.
     *
     * @param answer what the sender is told
     */
    record Answer<R>(R answer) implements Decision<R> {}

    /**
     * Events to store.
     *
     * @param events for this stream, at least one
     * @param claims to take with them
     * @param stored the answer once they are stored
     * @param taken the answer if a claim is held already
     */
    record Store<R>(
        List<NewEvent> events,
        List<Claim> claims,
        Function<Outcome.Appended, R> stored,
        Function<Outcome.Taken, R> taken)
        implements Decision<R> {}
  }
}
