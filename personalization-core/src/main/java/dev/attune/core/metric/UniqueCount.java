package dev.attune.core.metric;

import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** How many different values there are in a window. */
final class UniqueCount {

  private UniqueCount() {}

  static MetricValue of(Values state, Metric metric, Instant now) {
    Window window = metric.window();
    long first = window.first(now);
    long last = window.unit(now);
    int level = 0;
    for (ValueRegion region : state.regions()) {
      if (window.grid().end(region.index()) > first) {
        level = Math.max(level, region.level());
      }
    }
    Set<String> sure = new HashSet<>();
    Set<String> unsure = new HashSet<>();
    for (ValueRegion region : state.regions()) {
      long size = window.grid().size(region.step());
      for (int i = 0; i < region.cells().length; i++) {
        long cell = region.cells()[i];
        if (cell + size > first && cell <= last && region.luck()[i] >= level) {
          (cell < first ? unsure : sure).add(region.values()[i]);
        }
      }
    }
    unsure.removeAll(sure);
    long scale = 1L << level;
    long count = (sure.size() + unsure.size()) * scale;
    if (unsure.isEmpty() && level == 0) {
      return MetricValue.of(Value.of(count), false, null);
    }
    double error = unsure.size() * scale + 2 * Math.sqrt((double) count * (scale - 1));
    return MetricValue.of(Value.of(count), true, BigDecimal.valueOf(error).setScale(0, RoundingMode.UP));
  }
}
