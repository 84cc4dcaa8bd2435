package dev.attune.query.projection;

import java.util.concurrent.TimeUnit;

/**
 * Tells the projections of this process that can wait whether those that cannot are behind. Thread-safe.
 */
public final class Precedence {

  /** More than come in the time of a batch that nothing holds up. */
  private static final int MANY = 200;

  /** More than a batch takes where processors are free. */
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  private static final long HOLDS_NANOS = TimeUnit.SECONDS.toNanos(1);

  private volatile long pressed = System.nanoTime() - HOLDS_NANOS;

  /**
   * A projection that folds at once folded a batch.
   *
   * @param events that had come by the time it could
   * @param took nanoseconds of the batch
   */
  void folded(int events, long took) {
    if (events >= MANY || took >= LONG_NANOS) {
      pressed = System.nanoTime();
    }
  }

  /** True if one of them was behind within the last second. */
  boolean isPressed() {
    return System.nanoTime() - pressed < HOLDS_NANOS;
  }
}
