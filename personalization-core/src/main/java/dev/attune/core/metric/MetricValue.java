package dev.attune.core.metric;

import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a metric is at a moment.
 *
 * @param value the number, or the last value; null if there is nothing in the window that it could be of, and for the
 *     most frequent values
 * @param top the most frequent values, the most frequent first, equals by value
 * @param approximate true if the state has become too coarse to tell exactly
 * @param error by how much the true value (of {@code top}: the true counts) may differ: certainly where time has become
 *     coarse, with a probability of 95 % where values are sampled; null if it is exact or cannot be told
 */
public record MetricValue(
    @Nullable Value value, List<Frequent> top, boolean approximate, @Nullable BigDecimal error) {

  static MetricValue of(@Nullable Value value, boolean approximate, @Nullable BigDecimal error) {
    return new MetricValue(value, List.of(), approximate, error);
  }

  /**
   * A value and how often it occurred.
   *
   * @param value as text: numbers in their shortest form
   */
  public record Frequent(String value, long count) {}
}
