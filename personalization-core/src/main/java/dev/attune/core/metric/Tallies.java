package dev.attune.core.metric;

import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * State of counts, sums, averages, least and greatest numbers.
 *
 * @param horizon the latest {@code recordedAt} in milliseconds since 1970
 */
record Tallies(long horizon, List<TallyRegion> regions) implements MetricState {

  static final Tallies EMPTY = new Tallies(Long.MIN_VALUE, List.of());

  @Override
  public MetricState with(Metric metric, InteractionRecorded event, Instant occurredAt, Instant recordedAt) {
    if (!metric.means(event)) {
      return this;
    }
    BigDecimal number = null;
    if (metric.isOfNumbers()) {
      number = Numbers.of(metric.property(event));
      if (number == null) {
        return this;
      }
    } else if (metric.hasProperty() && metric.property(event) == null) {
      return this;
    }
    Grid grid = metric.window().grid();
    long latest = Math.max(horizon, recordedAt.toEpochMilli());
    long reachable = metric.reachable(latest);
    long unit = metric.window().unit(occurredAt);
    long index = grid.region(unit);
    if (grid.end(index) <= reachable) {
      return new Tallies(latest, Regions.reachable(regions, grid, reachable));
    }
    TallyRegion known = Regions.at(regions, index);
    TallyRegion next = (known == null ? TallyRegion.empty(index) : known).with(unit, number, grid, merge(metric));
    return new Tallies(latest, Regions.with(regions, next, grid, reachable));
  }

  @Override
  public MetricValue value(Metric metric, Instant now) {
    Window window = metric.window();
    BinaryOperator<BigDecimal> merge = merge(metric);
    long first = window.first(now);
    long last = window.unit(now);
    long count = 0;
    long unsure = 0;
    @Nullable BigDecimal number = null;
    for (TallyRegion region : regions) {
      long size = window.grid().size(region.step());
      for (int i = 0; i < region.cells().length; i++) {
        long cell = region.cells()[i];
        if (cell + size <= first || cell > last) {
          continue;
        }
        count += region.counts()[i];
        unsure += cell < first || isAhead(cell + size - 1, last, metric) ? region.counts()[i] : 0;
        if (metric.isOfNumbers()) {
          number = number == null ? region.numbers()[i] : merge.apply(number, region.numbers()[i]);
        }
      }
    }
    return switch (metric.aggregation()) {
      case COUNT -> MetricValue.of(Value.of(count), unsure > 0, unsure > 0 ? BigDecimal.valueOf(unsure) : null);
      case SUM -> MetricValue.of(Numbers.value(number == null ? BigDecimal.ZERO : number), unsure > 0, null);
      case AVERAGE ->
          MetricValue.of(
              number == null
                  ? null
                  : Numbers.value(number.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128)),
              unsure > 0, null);
      case MIN, MAX -> MetricValue.of(number == null ? null : Numbers.value(number), unsure > 0, null);
      case UNIQUE, LAST, TOP -> throw new IllegalArgumentException("No tally is kept of " + metric.aggregation());
    };
  }

  /** Within a cell that the moment lies in, something may have happened after it only if that was recorded later. */
  private boolean isAhead(long lastUnitOfCell, long last, Metric metric) {
    return lastUnitOfCell > last && metric.window().unit(Instant.ofEpochMilli(horizon)) > last;
  }

  @Override
  public @Nullable Instant nextChange(Metric metric, Instant now) {
    return Regions.nextChange(regions, metric.window(), now);
  }

  static BinaryOperator<BigDecimal> merge(Metric metric) {
    return switch (metric.aggregation()) {
      case MIN -> Numbers::least;
      case MAX -> Numbers::greatest;
      case COUNT, SUM, AVERAGE, UNIQUE, LAST, TOP -> BigDecimal::add;
    };
  }
}
