package dev.attune.query.audience;

import dev.attune.contracts.DefinitionEvent.AudiencePublished;
import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.core.audience.Audience;
import dev.attune.core.definition.Insights;
import dev.attune.core.metric.Metric;
import dev.attune.core.rule.Rules;
import dev.attune.query.profile.ProfileProjection;
import dev.attune.query.profile.ProfileView;
import dev.attune.query.projection.Fold;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.View;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The projection of audiences: a change of one, of a metric that it names, or of the shop's zone, concerns it alone. */
public final class Audiences {

  /** Raised whenever documents look different for the same state, or the same state gives another membership. */
  private static final int DOCUMENTS = 2;

  private static final int REVISION = 100 * ProfileProjection.REVISION + DOCUMENTS;

  private static final String KEY = "audience/";

  private final Rules rules = Rules.ofPeople();
  private final RelayedCodec records;
  private final EventCodec events;
  private volatile @Nullable Named named;

  public Audiences(RelayedCodec records, EventCodec events) {
    this.records = records;
    this.events = events;
  }

  /** The keys of some definitions, which are asked for more often than they change. */
  private record Named(Insights insights, SortedMap<String, String> keys) {}

  /** How audiences are folded. */
  public Fold fold() {
    return new Fold(REVISION, this::keys, this::views);
  }

  private List<View<?>> views(Insights insights, Set<String> keys) {
    AudienceView people = view(insights, keys);
    return List.of(people, new PassageView(people.audiences().keySet(), ZoneId.of(insights.shop().zone())));
  }

  /** The zone that an audience of a generation is folded with. */
  static ZoneId zone(Generation generation, String audience) {
    return ZoneId.of(generation.keys().getOrDefault(key(audience), "").split(" ")[1]);
  }

  /** What the fold knows an audience by. */
  static String key(String audience) {
    return KEY + audience;
  }

  AudienceView view(Insights insights, Set<String> keys) {
    return new AudienceView(
        compiled(insights, keys), new ProfileView(ZoneId.of(insights.shop().zone()), records, events));
  }

  /** The audiences of a generation, compiled, by key. */
  private Map<String, Audience> compiled(Insights insights, Set<String> keys) {
    Map<String, Metric> metrics = new TreeMap<>();
    ZoneId zone = ZoneId.of(insights.shop().zone());
    insights.metrics().forEach((key, metric) -> metrics.put(key, Metric.of(metric, zone)));
    Map<String, Audience> audiences = new TreeMap<>();
    insights.audiences().forEach((key, audience) -> {
      if (keys.contains(key(key))) {
        audiences.put(key, Audience.of(audience, rules, metrics));
      }
    });
    return Collections.unmodifiableMap(audiences);
  }

  private SortedMap<String, String> keys(Insights insights) {
    Named known = named;
    if (known != null && known.insights() == insights) {
      return known.keys();
    }
    SortedMap<String, String> keys = new TreeMap<>();
    insights.audiences().forEach((key, audience) -> keys.put(key(key), version(audience, insights)));
    named = new Named(insights, Collections.unmodifiableSortedMap(keys));
    return keys;
  }

  /** All that membership depends on: the definition, the metrics that its rule names, and the shop's days. */
  private String version(AudiencePublished audience, Insights insights) {
    StringBuilder version = new StringBuilder().append(audience.version()).append(' ').append(insights.shop().zone());
    for (String key : new TreeSet<>(rules.read(audience.rule()).metrics())) {
      MetricPublished metric = insights.metrics().get(key);
      version.append(' ').append(key).append('@').append(metric == null ? 0 : metric.version());
    }
    return version.toString();
  }
}
