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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a file changes.
 *
 * @param events of what changed, each the next version of its definition
 * @param unchanged how many definitions of the file are in force already
 */
record Change(List<DefinitionEvent> events, int unchanged) {

  /**
   * Compares a file with what is in force. Pure.
   *
   * @param prune true: offers, metrics, funnels and audiences that the file does not name are archived
   */
  static Change between(Definitions now, DefinitionFile file, boolean prune) {
    List<DefinitionEvent> wanted = Wanted.of(now, file);
    List<DefinitionEvent> events = new ArrayList<>(wanted.stream().filter(event -> !inForce(now, event)).toList());
    int unchanged = wanted.size() - events.size();
    if (prune) {
      events.addAll(Wanted.notNamed(now, file));
    }
    return new Change(List.copyOf(events), unchanged);
  }

  private static boolean inForce(Definitions now, DefinitionEvent event) {
    return switch (event) {
      case OfferPublished wanted -> {
        OfferPublished known = now.offers().get(wanted.key());
        yield known != null
            && known.placements().equals(wanted.placements())
            && known.priority() == wanted.priority()
            && Objects.equals(known.eligibility(), wanted.eligibility())
            && known.content().equals(wanted.content());
      }
      case OfferArchived archived -> !now.offers().containsKey(archived.key());
      case PlacementDefined wanted -> {
        PlacementDefined known = now.placements().get(wanted.key());
        yield known != null && Objects.equals(known.fallback(), wanted.fallback());
      }
      case DecisionPolicyPublished wanted ->
          now.policy().version() > 0 && now.policy().offersPerSession() == wanted.offersPerSession();
      case MetricPublished w -> {
        MetricPublished known = now.insights().metrics().get(w.key());
        yield known != null
            && known.equals(
                new MetricPublished(
                    w.key(), known.version(), w.title(), w.of(), w.aggregation(), w.property(), w.top(), w.seconds()));
      }
      case MetricArchived archived -> !now.insights().metrics().containsKey(archived.key());
      case FunnelPublished w -> {
        FunnelPublished known = now.insights().funnels().get(w.key());
        yield known != null
            && known.equals(
                new FunnelPublished(w.key(), known.version(), w.title(), w.steps(), w.seconds(), w.segments()));
      }
      case FunnelArchived archived -> !now.insights().funnels().containsKey(archived.key());
      case AudiencePublished w -> {
        AudiencePublished known = now.insights().audiences().get(w.key());
        yield known != null && known.equals(new AudiencePublished(w.key(), known.version(), w.title(), w.rule()));
      }
      case AudienceArchived archived -> !now.insights().audiences().containsKey(archived.key());
      case ShopConfigured w -> {
        ShopConfigured known = now.insights().shop();
        yield known.version() > 0 && known.zone().equals(w.zone()) && known.currency().equals(w.currency());
      }
    };
  }
}
