package dev.attune.query.metric;

import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.core.definition.Insights;
import dev.attune.core.match.ByName;
import dev.attune.core.metric.Metric;
import dev.attune.query.projection.Fold;
import dev.attune.query.projection.Recorded;
import dev.attune.query.projection.View;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.Document;

/** One document per person who did something that a metric means. */
public final class MetricView implements View<PersonMetrics> {

  /** Raised whenever the same events give other states or other bytes. */
  private static final int REVISION = 1;

  static final String NAME = "metric";

  private final ByName<Metric> metrics;

  private MetricView(List<Metric> metrics) {
    this.metrics = ByName.of(metrics, metric -> List.of(metric.matcher()));
  }

  /** How metrics are folded: a change of one, or of the zone that its days are of, concerns this one alone. */
  public static Fold fold() {
    return new Fold(REVISION, MetricView::keys, (insights, keys) -> List.of(of(insights, keys)));
  }

  /** What the fold knows a metric by. */
  static String key(String metric) {
    return NAME + "/" + metric;
  }

  static ZoneId zone(Insights insights) {
    return ZoneId.of(insights.shop().zone());
  }

  private static SortedMap<String, String> keys(Insights insights) {
    SortedMap<String, String> keys = new TreeMap<>();
    insights.metrics().forEach((key, metric) ->
        keys.put(key(key), metric.version() + " " + Metric.calendar(metric, insights.shop().zone())));
    return keys;
  }

  private static MetricView of(Insights insights, Set<String> keys) {
    List<Metric> metrics = new ArrayList<>();
    insights.metrics().forEach((key, metric) -> {
      if (keys.contains(key(key))) {
        metrics.add(Metric.of(metric, zone(insights)));
      }
    });
    return new MetricView(metrics);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public List<String> ids(Recorded event) {
    if (event.event() instanceof InteractionRecorded interaction) {
      for (Metric metric : metrics.of(interaction.name())) {
        if (metric.matcher().matches(interaction)) {
          return List.of(event.envelope().stream().toString());
        }
      }
    }
    return List.of();
  }

  /** Identities come first, so the second event is the first that may count. */
  @Override
  public boolean begins(Recorded event) {
    return event.envelope().version() <= 2;
  }

  @Override
  public PersonMetrics empty(String id) {
    return PersonMetrics.NONE;
  }

  @Override
  public PersonMetrics evolve(PersonMetrics state, Recorded event) {
    return state.after(metrics, (InteractionRecorded) event.event(), event.envelope());
  }

  @Override
  public Document document(PersonMetrics state) {
    return state.document();
  }

  @Override
  public PersonMetrics state(String id, Document document) {
    return PersonMetrics.of(document);
  }

  @Override
  public int weight(PersonMetrics state) {
    return 256 + 128 * state.states().size() + state.bytes();
  }
}
