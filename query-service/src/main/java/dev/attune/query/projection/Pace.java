package dev.attune.query.projection;

import java.time.Duration;

/**
 * How often a projection that has caught up folds and writes. Who has more to fold than a batch takes does not rest; a
 * request that waits for a position, at the instance that folds it, ends the rest.
 *
 * @param shortest time between two batches: events that come meanwhile are folded and written together
 * @param givesWay true if it rests longer while projections that fold at once are behind: {@value #SHARE} times as long
 *     as its last batch took, a second at most, so that it has a part of the time only. What it has to catch up with
 *     grows meanwhile
 */
public record Pace(Duration shortest, boolean givesWay) {

  /** Each event as soon as it comes. */
  public static final Pace AT_ONCE = new Pace(Duration.ZERO, false);

  private static final long SHARE = 4;
  private static final long LONGEST_NANOS = Duration.ofSeconds(1).toNanos();

  /** True if it folds each event as soon as it comes. */
  boolean isAtOnce() {
    return shortest.isZero();
  }

  /** A pace that is held whatever others do. */
  public static Pace of(Duration shortest) {
    return new Pace(shortest, false);
  }

  /** The same, giving way. */
  public Pace givingWay() {
    return new Pace(shortest, true);
  }

  /**
   * Nanoseconds to wait after a batch.
   *
   * @param took nanoseconds of the batch
   * @param full true if there was a whole batch to fold: who does not give way has nothing to wait for then
   * @param pressed true while others are behind
   */
  long rest(long took, boolean full, boolean pressed) {
    if (givesWay && pressed) {
      return Math.max(shortest.toNanos(), Math.min(LONGEST_NANOS, SHARE * took));
    }
    return full ? 0 : shortest.toNanos();
  }
}
