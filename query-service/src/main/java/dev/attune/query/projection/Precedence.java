package dev.attune.query.projection;

import java.util.concurrent.TimeUnit;

/**
 * Tells the projections of this process that can wait whether those that cannot are behind. Thread-safe.
 */
public final class Precedence {

  /** More than come in the time of a batch that nothing holds up. */
  private static final int MANY = 200;

  private static final long HOLDS_NANOS = TimeUnit.SECONDS.toNanos(1);

  private volatile long pressed = System.nanoTime() - HOLDS_NANOS;

  /**
   * A projection that folds at once folded a batch.
   *
   * @param events that had come by the time it could
   */
  void folded(int events) {
    if (events >= MANY) {
      pressed = System.nanoTime();
    }
  }

  /** True if one of them was behind within the last second. */
  boolean isPressed() {
    return System.nanoTime() - pressed < HOLDS_NANOS;
  }
}
