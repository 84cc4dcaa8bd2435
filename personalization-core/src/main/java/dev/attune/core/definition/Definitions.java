package dev.attune.core.definition;

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
import java.util.Locale;
import java.util.Map;

/**
 * Everything defined. Immutable; maps are sorted by key.
 *
 * @param position of the last definition event; 0 if there is none
 * @param offers in force, by key
 * @param placements by key
 * @param policy the rules of all decisions
 * @param insights what is to be known of people
 * @param versions the last version of every key, archived ones included, by kind and key
 */
public record Definitions(
    long position,
    Map<String, OfferPublished> offers,
    Map<String, PlacementDefined> placements,
    DecisionPolicyPublished policy,
    Insights insights,
    Map<String, Integer> versions) {

  /** The policy until another one is published: at most 3 offers per session. */
  public static final DecisionPolicyPublished DEFAULT_POLICY = new DecisionPolicyPublished("default", 0, 3);

  /** Nothing defined. */
  public static final Definitions NONE =
      new Definitions(0, Map.of(), Map.of(), DEFAULT_POLICY, Insights.NONE, Map.of());

  /** What can be defined. Each definition has a stream of its own. */
  public enum Kind {
    OFFER,
    PLACEMENT,
    POLICY,
    METRIC,
    FUNNEL,
    AUDIENCE,
    SHOP;

    /** The kind of the definition that an event is about. */
    public static Kind of(DefinitionEvent event) {
      return switch (event) {
        case OfferPublished offer -> OFFER;
        case OfferArchived offer -> OFFER;
        case PlacementDefined placement -> PLACEMENT;
        case DecisionPolicyPublished policy -> POLICY;
        case MetricPublished metric -> METRIC;
        case MetricArchived metric -> METRIC;
        case FunnelPublished funnel -> FUNNEL;
        case FunnelArchived funnel -> FUNNEL;
        case AudiencePublished audience -> AUDIENCE;
        case AudienceArchived audience -> AUDIENCE;
        case ShopConfigured shop -> SHOP;
      };
    }

    /** The word for people and paths: {@code offer}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** {@code offer/summer-10}: what the stream's id is derived from. */
    public String of(String key) {
      return word() + "/" + key;
    }
  }

  /** The definitions after one more event. */
  public Definitions evolve(DefinitionEvent event, long at) {
    Map<String, OfferPublished> nextOffers = offers;
    Map<String, PlacementDefined> nextPlacements = placements;
    DecisionPolicyPublished nextPolicy = policy;
    if (event instanceof OfferPublished offer) {
      nextOffers = Sorted.with(offers, offer.key(), offer);
    } else if (event instanceof OfferArchived archived) {
      nextOffers = Sorted.without(offers, archived.key());
    } else if (event instanceof PlacementDefined placement) {
      nextPlacements = Sorted.with(placements, placement.key(), placement);
    } else if (event instanceof DecisionPolicyPublished published) {
      nextPolicy = published;
    }
    return new Definitions(
        at, nextOffers, nextPlacements, nextPolicy, insights.evolve(event, at),
        Sorted.with(versions, Kind.of(event).of(event.key()), event.version()));
  }

  /** The last version of a key; 0 if it was never defined. */
  public int version(Kind kind, String key) {
    return versions.getOrDefault(kind.of(key), 0);
  }
}
