package dev.attune.command.platform;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

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
   * @param holder of the cache, and of this
   * @param entries how many it holds now
   */
  public <T> void register(MeterRegistry meters, String cache, T holder, ToDoubleFunction<T> entries) {
    register(meters, cache, holder, entries, one -> hits.sum(), one -> misses.sum());
  }

  /**
   * As {@link #register(MeterRegistry, String, Object, ToDoubleFunction)}, of a cache that counts by itself.
   *
   * @param holder is only held weakly by the meters
   */
  public static <T> void register(
      MeterRegistry meters,
      String cache,
      T holder,
      ToDoubleFunction<T> entries,
      ToDoubleFunction<T> hits,
      ToDoubleFunction<T> misses) {
    Tags tags = Tags.of("cache", cache);
    Gauge.builder("attune.cache.entries", holder, entries)
        .description("How much is in memory now")
        .tags(tags)
        .register(meters);
    FunctionCounter.builder("attune.cache.hits", holder, hits)
        .description("Looks that found it in memory")
        .tags(tags)
        .register(meters);
    FunctionCounter.builder("attune.cache.misses", holder, misses)
        .description("Looks after which the log was read")
        .tags(tags)
        .register(meters);
  }
}
