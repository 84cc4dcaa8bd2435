package dev.attune.query.metric;

import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.value.Value;
import dev.attune.core.definition.Insights;
import dev.attune.core.metric.Metric;
import dev.attune.core.metric.MetricState;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.PersonValues;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.InsightsHistory;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.projection.Segment;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The values of a metric of many people, evaluated at one moment. */
public final class MetricValues implements PersonValues {

  private final LiveProjection metrics;
  private final InsightsHistory insights;

  public MetricValues(LiveProjection metrics, InsightsHistory insights) {
    this.metrics = metrics;
    this.insights = insights;
  }

  @Override
  public Reader of(String key, MinPosition least, Instant now) {
    List<Generation> live = least.awaitAll(metrics);
    Segment segment = metrics.segmentOf(live, MetricView.key(key));
    if (segment == null) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "There is no metric '%s'".formatted(key));
    }
    Generation generation = segment.generation();
    Insights pinned = generation == null ? null : insights.asOf(generation.definitions());
    MetricPublished definition = pinned == null ? null : pinned.metrics().get(key);
    if (generation == null || pinned == null || definition == null) {
      throw new Problem(Problem.Kind.CATCHING_UP, "Metric '%s' is being folded; ask again later".formatted(key));
    }
    Metric metric = Metric.of(definition, MetricView.zone(pinned));
    return ids -> {
      Map<String, Document> found = metrics.find(generation, MetricView.NAME, ids);
      Map<String, Value> values = HashMap.newHashMap(ids.size());
      for (String id : ids) {
        values.put(id, value(metric, found.get(id), now));
      }
      return values;
    };
  }

  /** What was recorded after the moment counts too: the person's document has it. */
  private static Value value(Metric metric, @Nullable Document document, Instant now) {
    MetricState known = document == null ? null : PersonMetrics.of(document).states().get(metric.definition().key());
    if (known == null) {
      return given(MetricState.empty(metric).value(metric, now).value());
    }
    Instant recorded = Instant.ofEpochMilli(known.horizon());
    return given(known.value(metric, recorded.isAfter(now) ? recorded : now).value());
  }

  private static Value given(@Nullable Value value) {
    return Objects.requireNonNullElse(value, Value.NOTHING);
  }
}
