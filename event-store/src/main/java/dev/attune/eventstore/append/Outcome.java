package dev.attune.eventstore.append;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What became of an append unit. */
public sealed interface Outcome {

  /**
   * Stored, durable.
   *
   * @param firstPosition position of its first event; the others follow without a gap, in the order of the unit
   * @param lastPosition position of its last event
   * @param epoch of the log
   * @param recordedAt server time, the same for the whole batch
   * @param heads the new heads of its streams, in the order of the unit
   */
  record Appended(long firstPosition, long lastPosition, int epoch, Instant recordedAt, List<StreamHead> heads)
      implements Outcome {}

  /** Nothing stored: the claim is held already, as told. Claims are reported in the order of the unit, first taken first. */
  record Taken(Claim claim, ClaimHolder holder) implements Outcome {}

  /** Nothing stored: the stream is not at the expected version. */
  record Conflict(UUID stream, long expected, long actual) implements Outcome {}

  /** Nothing stored: an earlier unit of the same chain failed. */
  record PredecessorFailed() implements Outcome {}
}
