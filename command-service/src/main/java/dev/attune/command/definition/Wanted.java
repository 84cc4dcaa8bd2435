package dev.attune.command.definition;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.DefinitionEvent.AudienceArchived;
import dev.attune.contracts.DefinitionEvent.AudiencePublished;
import dev.attune.contracts.DefinitionEvent.DecisionPolicyPublished;
import dev.attune.contracts.DefinitionEvent.FunnelArchived;
import dev.attune.contracts.DefinitionEvent.FunnelPublished;
import dev.attune.contracts.DefinitionEvent.MetricArchived;
import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.DefinitionEvent.OfferArchived;
import dev.attune.contracts.DefinitionEvent.OfferPublished;
import dev.attune.contracts.DefinitionEvent.PlacementDefined;
import dev.attune.contracts.DefinitionEvent.ShopConfigured;
import dev.attune.core.definition.Definitions;
import dev.attune.core.definition.Definitions.Kind;
import dev.attune.core.definition.Insights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** A file's definitions as events, each the next version of its key. */
final class Wanted {

  private final Definitions now;
  private final List<DefinitionEvent> events = new ArrayList<>();

  private Wanted(Definitions now) {
    this.now = now;
  }

  /** Of all that the file names. */
  static List<DefinitionEvent> of(Definitions now, DefinitionFile file) {
    Wanted wanted = new Wanted(now);
    Integer cap = file.offersPerSession();
    if (cap != null) {
      wanted.events.add(new DecisionPolicyPublished("default", wanted.next(Kind.POLICY, "default"), cap));
    }
    DefinitionFile.Shop shop = file.shop();
    if (shop != null) {
      wanted.events.add(new ShopConfigured("shop", wanted.next(Kind.SHOP, "shop"), shop.zone(), shop.currency()));
    }
    wanted.add(Kind.PLACEMENT, file.placements(), (key, p) -> version ->
        new PlacementDefined(key, version, p.fallback()));
    wanted.add(Kind.OFFER, file.offers(), (key, o) -> version ->
        new OfferPublished(key, version, o.placements(), o.priority(), o.eligibility(), o.content()));
    wanted.add(Kind.METRIC, file.metrics(), (key, m) -> version ->
        new MetricPublished(key, version, m.title(), m.of(), m.aggregation(), m.property(), m.top(), m.seconds()));
    wanted.add(Kind.FUNNEL, file.funnels(), (key, f) -> version ->
        new FunnelPublished(key, version, f.title(), f.steps(), f.seconds(), f.segments()));
    wanted.add(Kind.AUDIENCE, file.audiences(), (key, a) -> version ->
        new AudiencePublished(key, version, a.title(), a.rule()));
    return wanted.events;
  }

  /** Archives what can be archived and the file does not name. */
  static List<DefinitionEvent> notNamed(Definitions now, DefinitionFile file) {
    Wanted wanted = new Wanted(now);
    Insights insights = now.insights();
    wanted.archive(Kind.OFFER, now.offers().keySet(), file.offers().keySet(), OfferArchived::new);
    wanted.archive(Kind.METRIC, insights.metrics().keySet(), file.metrics().keySet(), MetricArchived::new);
    wanted.archive(Kind.FUNNEL, insights.funnels().keySet(), file.funnels().keySet(), FunnelArchived::new);
    wanted.archive(Kind.AUDIENCE, insights.audiences().keySet(), file.audiences().keySet(), AudienceArchived::new);
    return wanted.events;
  }

  private <T> void add(Kind kind, Map<String, T> all, BiFunction<String, T, Numbered> event) {
    all.forEach((key, one) -> events.add(event.apply(key, one).as(next(kind, key))));
  }

  private void archive(
      Kind kind, Set<String> inForce, Set<String> named, BiFunction<String, Integer, DefinitionEvent> event) {
    inForce.stream().filter(key -> !named.contains(key)).forEach(key -> events.add(event.apply(key, next(kind, key))));
  }

  private int next(Kind kind, String key) {
    return now.version(kind, key) + 1;
  }

  /** An event that lacks only its version. */
  private interface Numbered {
    DefinitionEvent as(int version);
  }
}
