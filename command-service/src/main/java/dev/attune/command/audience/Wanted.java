package dev.attune.command.audience;

import dev.attune.contracts.DefinitionEvent.AudiencePublished;
import dev.attune.contracts.DefinitionEvent.MetricArchived;
import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.DefinitionEvent.ShopConfigured;
import dev.attune.core.audience.Audience;
import dev.attune.core.definition.DefinitionHistory;
import dev.attune.core.definition.DefinitionHistory.Defined;
import dev.attune.core.definition.Insights;
import dev.attune.core.metric.Metric;
import dev.attune.core.rule.Rules;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The audiences that are in force, each with the position from which on its crossings are told: that of its definition, of
 * a metric that its rule names, or of the shop's zone, whichever came last.
 */
record Wanted(Audience audience, long since) {

  static List<Wanted> of(DefinitionHistory history, Rules rules) {
    Insights insights = history.latest().insights();
    ZoneId zone = zone(insights);
    Map<String, Metric> metrics = new TreeMap<>();
    insights.metrics().forEach((key, metric) -> metrics.put(key, Metric.of(metric, zone)));
    Positions positions = Positions.of(history);
    List<Wanted> wanted = new ArrayList<>();
    insights.audiences().forEach((key, definition) -> {
      Audience audience = Audience.of(definition, rules, metrics);
      long since = Math.max(positions.zone(), positions.audiences().getOrDefault(key, 0L));
      for (String metric : rules.read(definition.rule()).metrics()) {
        since = Math.max(since, positions.metrics().getOrDefault(metric, 0L));
      }
      wanted.add(new Wanted(audience, since));
    });
    return wanted;
  }

  /** True if that is what is watched there. */
  boolean is(CrossingStore.Kept kept) {
    return kept.audience().equals(audience.definition().key())
        && kept.definition() == audience.definition().version()
        && kept.since() == since;
  }

  static ZoneId zone(Insights insights) {
    return ZoneId.of(insights.shop().zone());
  }

  /** Where each was defined last. */
  private record Positions(Map<String, Long> audiences, Map<String, Long> metrics, long zone) {

    static Positions of(DefinitionHistory history) {
      Map<String, Long> audiences = new TreeMap<>();
      Map<String, Long> metrics = new TreeMap<>();
      String zone = Insights.DEFAULT_SHOP.zone();
      long zoneAt = 0;
      for (Defined defined : history.events()) {
        if (defined.event() instanceof AudiencePublished audience) {
          audiences.put(audience.key(), defined.position());
        } else if (defined.event() instanceof MetricPublished || defined.event() instanceof MetricArchived) {
          metrics.put(defined.event().key(), defined.position());
        } else if (defined.event() instanceof ShopConfigured shop && !shop.zone().equals(zone)) {
          zone = shop.zone();
          zoneAt = defined.position();
        }
      }
      return new Positions(audiences, metrics, zoneAt);
    }
  }
}
