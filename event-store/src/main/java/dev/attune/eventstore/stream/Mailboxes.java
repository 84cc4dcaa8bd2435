package dev.attune.eventstore.stream;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * One bounded mailbox per stream. Thread-safe.
 *
 * @param <S> state of a stream
 */
public interface Mailboxes<S> {

  /**
   * Puts a command behind those that the stream has already. Commands sent by one thread are decided in that order.
   *
   * <p>The future fails with {@link dev.attune.eventstore.append.OverloadedException} if the mailbox or the appender is
   * full, with {@link dev.attune.eventstore.append.OutcomeUnknownException} if the database is lost, with what the
   * decider throws, and with {@link ContentionException} if other nodes win the stream too many times in a row.
   */
  <R> CompletableFuture<R> send(UUID stream, Decider<S, R> command);

  /** The committed state of a stream as this node knows it, read from the store if it is not in memory. Blocking. */
  S state(UUID stream);
}
