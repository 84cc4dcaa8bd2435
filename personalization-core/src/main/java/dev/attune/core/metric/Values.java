package dev.attune.core.metric;

import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * State of unique counts and most frequent values.
 *
 * @param horizon the latest {@code recordedAt} in milliseconds since 1970
 */
record Values(long horizon, List<ValueRegion> regions) implements MetricState {

  static final Values EMPTY = new Values(Long.MIN_VALUE, List.of());

  @Override
  public MetricState with(Metric metric, InteractionRecorded event, Instant occurredAt, Instant recordedAt) {
    String value = metric.means(event) ? ValueText.of(metric.property(event)) : null;
    if (value == null) {
      return this;
    }
    Grid grid = metric.window().grid();
    long latest = Math.max(horizon, recordedAt.toEpochMilli());
    long reachable = metric.reachable(latest);
    long unit = metric.window().unit(occurredAt);
    long index = grid.region(unit);
    if (grid.end(index) <= reachable) {
      return new Values(latest, Regions.reachable(regions, grid, reachable));
    }
    boolean counted = isCounted(metric);
    byte luck = Hash.luck(counted ? Hash.of(event.source(), event.messageId()) : Hash.of(value));
    ValueRegion known = Regions.at(regions, index);
    ValueRegion next =
        (known == null ? ValueRegion.empty(index) : known).with(unit, value, counted ? 1 : 0, luck, grid);
    return new Values(latest, Regions.with(regions, next, grid, reachable));
  }

  @Override
  public MetricValue value(Metric metric, Instant now) {
    return isCounted(metric) ? MostFrequent.of(this, metric, now) : UniqueCount.of(this, metric, now);
  }

  @Override
  public @Nullable Instant nextChange(Metric metric, Instant now) {
    return Regions.nextChange(regions, metric.window(), now);
  }

  private static boolean isCounted(Metric metric) {
    return metric.aggregation() == Aggregation.TOP;
  }
}
