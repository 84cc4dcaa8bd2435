package dev.attune.query.projection;

import com.github.benmanes.caffeine.cache.Cache;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What Prometheus is told of a projection. */
final class ProjectionMetrics {

  private static final String PROJECTION = "projection";

  private final Counter events;
  private final Counter gaps;
  private final Counter reports;
  private final Counter sampled;
  private final Counter differing;
  private final Counter mended;
  private final Timer writes;
  private final MeterRegistry registry;

  ProjectionMetrics(MeterRegistry registry, LiveProjection live) {
    this.registry = registry;
    String projection = live.name();
    events =
        Counter.builder("attune.projection.events")
            .description("events folded here, into all generations")
            .tag(PROJECTION, projection)
            .register(registry);
    gaps = Counter.builder("attune.projection.gaps").tag(PROJECTION, projection).register(registry);
    reports =
        Counter.builder("attune.projection.gap.reports")
            .description("times that the relay was told of a gap")
            .tag(PROJECTION, projection)
            .register(registry);
    sampled =
        Counter.builder("attune.projection.sampled")
            .description("documents of people that were compared with the fold of their history")
            .tag(PROJECTION, projection)
            .register(registry);
    differing =
        Counter.builder("attune.projection.sampled.differing")
            .description("of these, those that differed twice")
            .tag(PROJECTION, projection)
            .register(registry);
    mended =
        Counter.builder("attune.projection.mended")
            .description("documents that were written anew from the history")
            .tag(PROJECTION, projection)
            .register(registry);
    writes =
        Timer.builder("attune.projection.write")
            .description("folding a batch and writing its documents, until all are acknowledged")
            .tag(PROJECTION, projection)
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    gauge(registry, live, "attune.projection.position", one -> one.status().position());
    gauge(registry, live, "attune.projection.lag.events", one -> one.status().lag());
    gauge(registry, live, "attune.projection.parked", one -> one.status().parked());
    gauge(registry, live, "attune.projection.generation", one -> one.status().generation());
    gauge(registry, live, "attune.projection.generations", ProjectionMetrics::folded);
    gauge(registry, live, "attune.projection.building.percent", ProjectionMetrics::building);
  }

  private static void gauge(
      MeterRegistry registry, LiveProjection live, String name, ToDoubleFunction<LiveProjection> value) {
    Gauge.builder(name, live, value).tag(PROJECTION, live.name()).register(registry);
  }

  private static double folded(LiveProjection live) {
    return live.generations().stream().filter(one -> one.member().stage().isFolded()).count();
  }

  /** How far the one is that has furthest to go; 100 if nothing is built. */
  private static double building(LiveProjection live) {
    return live.generations().stream()
        .filter(one -> one.member().stage().isToCome())
        .mapToDouble(GenerationStatus::percent)
        .min()
        .orElse(100);
  }

  /**
   * What is known of the states that a generation keeps in memory. Those of a generation that is over are forgotten with
   * their caches.
   */
  void caches(Generation generation, Map<String, Cache<?, ?>> caches) {
    caches.forEach((view, cache) -> {
      Tags tags =
          Tags.of(PROJECTION, generation.projection(), "view", view, "generation", Integer.toString(generation.number()));
      cacheGauge("attune.projection.cache.states", "states in memory", tags, cache, Cache::estimatedSize);
      cacheGauge(
          "attune.projection.cache.bytes", "memory that they take, roughly", tags, cache,
          one -> one.policy().eviction().map(bound -> bound.weightedSize().orElse(0)).orElse(0L));
      cacheGauge("attune.projection.cache.hit.ratio", "part of the looks that found one, 0 to 1", tags, cache,
          one -> one.stats().hitRate());
    });
  }

  private void cacheGauge(
      String name, String description, Tags tags, Cache<?, ?> cache, ToDoubleFunction<Cache<?, ?>> value) {
    Meter.Id id = new Meter.Id(name, tags, null, description, Meter.Type.GAUGE);
    registry.remove(id);
    Gauge.builder(name, cache, value).description(description).tags(tags).register(registry);
  }

  void gap() {
    gaps.increment();
  }

  void reported() {
    reports.increment();
  }

  void sampled(int documents) {
    sampled.increment(documents);
  }

  void differing() {
    differing.increment();
  }

  void mended() {
    mended.increment();
  }

  void folded(int count, Runnable write) {
    writes.record(write);
    events.increment(count);
  }
}
