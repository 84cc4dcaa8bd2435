package dev.attune.query.projection;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Who goes first in a process: requests before generations that are built, projections that fold at once before those that
 * can wait. Thread-safe.
 */
public final class Precedence {

  /** More than come in the time of a batch that nothing holds up. */
  private static final int MANY = 200;

  /** More than a batch takes where processors are free. */
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  private static final long HOLDS_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Ten requests a second and more are asking all the time. */
  private static final long ASKED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final AtomicInteger requests = new AtomicInteger();
  private final Map<String, Long> builders = new ConcurrentHashMap<>();
  private final LongSupplier nanos;
  private volatile long asked;
  private volatile long pressed;

  public Precedence() {
    this(System::nanoTime);
  }

  /**
   * @param nanos a clock that only goes on
   */
  Precedence(LongSupplier nanos) {
    this.nanos = nanos;
    this.asked = nanos.getAsLong() - ASKED_NANOS;
    this.pressed = nanos.getAsLong() - HOLDS_NANOS;
  }

  /** A request is under way, until {@link #answered}. */
  public void asks() {
    requests.incrementAndGet();
  }

  /** One of them has its answer. */
  public void answered() {
    asked = nanos.getAsLong();
    requests.decrementAndGet();
  }

  /** True while requests are under way, and a tenth of a second after. */
  public boolean isAsked() {
    return requests.get() > 0 || nanos.getAsLong() - asked < ASKED_NANOS;
  }

  /**
   * A generation that is to come folded something.
   *
   * @return how many did within the last second
   */
  int built(Generation generation) {
    long now = nanos.getAsLong();
    builders.put(generation.id(), now);
    builders.values().removeIf(last -> now - last > HOLDS_NANOS);
    return Math.max(1, builders.size());
  }

  /**
   * A projection that folds at once folded a batch.
   *
   * @param events that had come by the time it could
   * @param took nanoseconds of the batch
   */
  void folded(int events, long took) {
    if (events >= MANY || took >= LONG_NANOS) {
      pressed = nanos.getAsLong();
    }
  }

  /** True if one of them was behind within the last second. */
  boolean isPressed() {
    return nanos.getAsLong() - pressed < HOLDS_NANOS;
  }
}
