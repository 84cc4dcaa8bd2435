package dev.attune.query.projection;

import java.util.function.LongSupplier;

/** Events per second over the last five full seconds. Thread-safe. */
final class Rate {

  private static final int SECONDS = 5;

  private final LongSupplier nanos;
  private final long[] counts = new long[SECONDS + 1];
  private final long[] seconds = new long[SECONDS + 1];

  /**
   * @param nanos a clock that never goes back, {@link System#nanoTime()}
   */
  Rate(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void count(long events) {
    long second = second();
    int slot = (int) Math.floorMod(second, (long) counts.length);
    if (seconds[slot] != second) {
      seconds[slot] = second;
      counts[slot] = 0;
    }
    counts[slot] += events;
  }

  synchronized double perSecond() {
    long now = second();
    long sum = 0;
    for (int slot = 0; slot < counts.length; slot++) {
      long age = now - seconds[slot];
      if (age >= 1 && age <= SECONDS) {
        sum += counts[slot];
      }
    }
    return (double) sum / SECONDS;
  }

  private long second() {
    return Math.floorDiv(nanos.getAsLong(), 1_000_000_000L);
  }
}
