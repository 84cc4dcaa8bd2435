package dev.attune.eventstore.append;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Appends units in group commits. Thread-safe; waits for nothing.
 *
 * <p>A returned future fails with {@link OverloadedException} if the queue is full (nothing stored), and with {@link
 * OutcomeUnknownException} if the database could not be asked what became of the unit within the time limit.
 */
public interface Appender extends AutoCloseable {

  /** One unit on its own. */
  CompletableFuture<Outcome> append(AppendUnit unit);

  /**
   * Units that build on one another, each expecting the heads that its predecessors leave. They travel in one batch where
   * they fit. Once a unit fails, all behind it fail with {@link Outcome.PredecessorFailed}.
   */
  List<CompletableFuture<Outcome>> appendChain(List<AppendUnit> units);

  /** Refuses new units, stores those accepted, and stops. */
  @Override
  void close();
}
