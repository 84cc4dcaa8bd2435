package dev.attune.query.projection;

import java.util.Map;

/**
 * Where a generation stands.
 *
 * @param member what is to be done with it
 * @param answering requests that come to this instance are answered from it
 * @param caughtUp this instance saw it reach the head that was announced when it began to fold it
 * @param position everything up to here is readable
 * @param lag events of the log that are not readable yet
 * @param done records of the topic that all instances have read for it; one that was sent twice counts twice
 * @param total records that are there
 * @param eventsPerSecond read by all instances over the last five seconds
 * @param troubles what keeps partitions from going on, of those that this instance folds
 * @param parked keys of which events are parked, of the partitions that this instance folds
 */
public record GenerationStatus(
    Member member,
    boolean answering,
    boolean caughtUp,
    long position,
    long lag,
    long done,
    long total,
    double eventsPerSecond,
    Map<Integer, String> troubles,
    int parked) {

  /** How much is done, 0 to 100. */
  public double percent() {
    return total <= 0 ? 0 : Math.min(100, 100.0 * done / total);
  }

  /** Seconds that it will take at the present speed; -1 if it stands still. */
  public long secondsLeft() {
    return done >= total && total > 0 ? 0 : eventsPerSecond < 1 ? -1 : Math.round((total - done) / eventsPerSecond);
  }
}
