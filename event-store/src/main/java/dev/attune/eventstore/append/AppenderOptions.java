package dev.attune.eventstore.append;

import java.time.Duration;

/**
 * Limits of an appender.
 *
 * @param queuedUnits how many units may wait
 * @param queuedBytes how many bytes of events may wait
 * @param batchEvents most events of one commit; a larger unit travels alone
 * @param batchBytes most bytes of one commit; a larger unit travels alone
 * @param answerWithin time from the arrival of a unit after which a lost database makes its outcome unknown
 * @param partitionSize positions in one partition of the log, at least 10,000
 */
public record AppenderOptions(
    int queuedUnits,
    long queuedBytes,
    int batchEvents,
    long batchBytes,
    Duration answerWithin,
    long partitionSize) {

  /** 20,000 units, 64 MB, batches of 1,000 events or 4 MB, 15 s, 10 million positions. */
  public static final AppenderOptions DEFAULT =
      new AppenderOptions(20_000, 64 << 20, 1_000, 4 << 20, Duration.ofSeconds(15), 10_000_000);

  public AppenderOptions {
    if (partitionSize < 10_000) {
      throw new IllegalArgumentException("A partition has at least 10,000 positions, not " + partitionSize);
    }
  }

  public AppenderOptions answerWithin(Duration limit) {
    return new AppenderOptions(queuedUnits, queuedBytes, batchEvents, batchBytes, limit, partitionSize);
  }

  public AppenderOptions queuedUnits(int units) {
    return new AppenderOptions(units, queuedBytes, batchEvents, batchBytes, answerWithin, partitionSize);
  }
}
