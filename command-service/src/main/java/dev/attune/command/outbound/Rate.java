package dev.attune.command.outbound;

import java.util.function.LongSupplier;

/** Records per second over the last five full seconds. Thread-safe. */
final class Rate {

  private static final int SECONDS = 5;

  private final LongSupplier nanoTime;
  private final long[] counts = new long[SECONDS + 1];
  private final long[] seconds = new long[SECONDS + 1];

  /**
   * @param nanoTime a clock that never goes back, {@link System#nanoTime()}
   */
  Rate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized void count(long records) {
    long second = second();
    int slot = (int) Math.floorMod(second, (long) counts.length);
    if (seconds[slot] != second) {
      seconds[slot] = second;
      counts[slot] = 0;
    }
    counts[slot] += records;
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
    return Math.floorDiv(nanoTime.getAsLong(), 1_000_000_000L);
  }
}
