package dev.attune.command.definition;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.DefinitionEvent.DecisionPolicyPublished;
import dev.attune.contracts.DefinitionEvent.OfferArchived;
import dev.attune.contracts.DefinitionEvent.OfferPublished;
import dev.attune.contracts.DefinitionEvent.PlacementDefined;
import dev.attune.core.definition.Definitions;
import dev.attune.core.definition.Definitions.Kind;
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
   * @param prune true: offers that the file does not name are archived
   */
  static Change between(Definitions now, DefinitionFile file, boolean prune) {
    List<DefinitionEvent> wanted = new ArrayList<>();
    Integer cap = file.offersPerSession();
    if (cap != null) {
      wanted.add(new DecisionPolicyPublished("default", now.version(Kind.POLICY, "default") + 1, cap));
    }
    file.placements()
        .forEach((key, placement) -> wanted.add(
            new PlacementDefined(key, now.version(Kind.PLACEMENT, key) + 1, placement.fallback())));
    file.offers()
        .forEach((key, offer) -> wanted.add(
            new OfferPublished(
                key, now.version(Kind.OFFER, key) + 1, offer.placements(), offer.priority(), offer.eligibility(),
                offer.content())));
    List<DefinitionEvent> events = new ArrayList<>(wanted.stream().filter(event -> !inForce(now, event)).toList());
    int unchanged = wanted.size() - events.size();
    if (prune) {
      now.offers().keySet().stream()
          .filter(key -> !file.offers().containsKey(key))
          .forEach(key -> events.add(new OfferArchived(key, now.version(Kind.OFFER, key) + 1)));
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
    };
  }
}
