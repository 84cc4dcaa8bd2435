package dev.attune.eventstore.append;

import java.time.Duration;

/** Listens to an appender, for meters. Called on the thread of an appender or of a sender: must be quick and not throw. */
public interface AppenderMetrics {

  /** Hears nothing. */
  AppenderMetrics NONE = new AppenderMetrics() {};

  /** A batch was answered by the database. */
  default void batch(Batch batch) {}

  /** A chunk of a file was answered by the database. Nothing is queued behind it here. */
  default void bulk(Batch batch) {}

  /** Units were refused because the queue was full. */
  default void overloaded(int units) {}

  /** The database did not answer; the batch is sent again on a new connection. */
  default void connectionLost(Exception cause) {}

  /**
   * A batch and what became of it.
   *
   * @param units in the batch
   * @param stored of them
   * @param events stored
   * @param taken units with a claim that was held
   * @param conflicts units with another version than expected
   * @param queued units waiting behind it
   * @param waited from the arrival of its oldest unit until it was sent
   * @param answered from then until the answer: lock, write, fsync and two trips
   */
  record Batch(
      int units, int stored, int events, int taken, int conflicts, int queued, Duration waited, Duration answered) {}
}
