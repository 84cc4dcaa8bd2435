package dev.attune.query.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.LongSupplier;

/** What Prometheus is told of a projection. */
final class ProjectionMetrics {

  private final Counter events;
  private final Counter gaps;
  private final Counter reports;
  private final Timer writes;

  ProjectionMetrics(MeterRegistry registry, String projection, LongSupplier position, LongSupplier lag) {
    events = Counter.builder("attune.projection.events").tag("projection", projection).register(registry);
    gaps = Counter.builder("attune.projection.gaps").tag("projection", projection).register(registry);
    reports =
        Counter.builder("attune.projection.gap.reports")
            .description("times that the relay was told of a gap")
            .tag("projection", projection)
            .register(registry);
    writes =
        Timer.builder("attune.projection.write")
            .description("folding a batch and writing its documents, until all are acknowledged")
            .tag("projection", projection)
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    Gauge.builder("attune.projection.position", () -> position.getAsLong())
        .tag("projection", projection)
        .register(registry);
    Gauge.builder("attune.projection.lag.events", () -> lag.getAsLong())
        .tag("projection", projection)
        .register(registry);
  }

  void gap() {
    gaps.increment();
  }

  void reported() {
    reports.increment();
  }

  void folded(int count, Runnable write) {
    writes.record(write);
    events.increment(count);
  }
}
