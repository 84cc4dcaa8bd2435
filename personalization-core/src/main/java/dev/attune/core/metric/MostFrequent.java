package dev.attune.core.metric;

import dev.attune.core.metric.MetricValue.Frequent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which values are the most frequent in a window. */
final class MostFrequent {

  private static final Comparator<Frequent> ORDER =
      Comparator.comparingLong(Frequent::count).reversed().thenComparing(Frequent::value);

  private final Window window;
  private final long first;
  private final long last;
  private final Map<String, Long> counts = new HashMap<>();
  private final Map<String, Long> unsure = new HashMap<>();
  private final List<CountMin> sketches = new ArrayList<>();
  private double error;

  private MostFrequent(Window window, Instant now) {
    this.window = window;
    first = window.first(now);
    last = window.unit(now);
  }

  static MetricValue of(Values state, Metric metric, Instant now) {
    MostFrequent frequent = new MostFrequent(metric.window(), now);
    state.regions().forEach(frequent::add);
    return frequent.top(metric.definition().top());
  }

  private void add(ValueRegion region) {
    long size = window.grid().size(region.step());
    CountMin sketch = region.sketch();
    for (int i = 0; i < region.cells().length; i++) {
      long cell = region.cells()[i];
      if (cell + size > first && cell <= last) {
        counts.merge(region.values()[i], region.counts()[i], Long::sum);
        if (cell < first) {
          unsure.merge(
              region.values()[i], sketch == null ? region.counts()[i] : sketch.estimate(region.values()[i]), Long::sum);
        }
      }
    }
    if (sketch != null && window.grid().end(region.index()) > first) {
      sketches.add(sketch);
      error += sketch.error();
    }
  }

  private MetricValue top(int most) {
    List<Frequent> top =
        counts.entrySet().stream()
            .map(e -> new Frequent(e.getKey(), e.getValue() + estimate(e.getKey())))
            .sorted(ORDER)
            .limit(most)
            .toList();
    boolean approximate = !sketches.isEmpty() || !unsure.isEmpty();
    double widest = error + unsure.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return new MetricValue(
        null, top, approximate,
        approximate ? BigDecimal.valueOf(widest).setScale(0, RoundingMode.UP) : null);
  }

  private long estimate(String value) {
    long sum = 0;
    for (CountMin sketch : sketches) {
      sum += sketch.estimate(value);
    }
    return sum;
  }
}
