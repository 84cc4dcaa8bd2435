package dev.attune.command.platform;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** How often something was in memory when it was looked for, and how often not. Thread-safe. */
public final class Lookups {

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /** So many were there. */
  public void hit(long lookups) {
    hits.add(lookups);
  }

  /** So many had to be read. */
  public void miss(long lookups) {
    misses.add(lookups);
  }

  /**
   * Shows a cache to Prometheus.
   *
   * @param cache what it is called there
   * @param entries how many it holds now
   */
  public void register(MeterRegistry meters, String cache, LongSupplier entries) {
    register(meters, cache, entries, hits::sum, misses::sum);
  }

  /** As {@link #register(MeterRegistry, String, LongSupplier)}, of a cache that counts by itself. */
  public static void register(
      MeterRegistry meters, String cache, LongSupplier entries, LongSupplier hits, LongSupplier misses) {
    Tags tags = Tags.of("cache", cache);
    Gauge.builder("attune.cache.entries", entries, LongSupplier::getAsLong)
        .description("How much is in memory now")
        .tags(tags)
        .strongReference(true)
        .register(meters);
    FunctionCounter.builder("attune.cache.hits", hits, LongSupplier::getAsLong)
        .description("Looks that found it in memory")
        .tags(tags)
        .register(meters);
    FunctionCounter.builder("attune.cache.misses", misses, LongSupplier::getAsLong)
        .description("Looks after which the log was read")
        .tags(tags)
        .register(meters);
  }
}
