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
import java.util.Map;

/**
 * What marketers want to know of people: metrics, funnels and audiences, in the shop's calendar and currency. Views that
 * show them are pinned to the position of these definitions; a new offer does not move it. Immutable, sorted by key.
 *
 * @param position of the last of these definitions in the log; 0 if there is none
 * @param metrics kept, by key
 * @param funnels kept, by key
 * @param audiences kept, by key
 * @param shop the calendar and the currency
 */
public record Insights(
    long position,
    Map<String, MetricPublished> metrics,
    Map<String, FunnelPublished> funnels,
    Map<String, AudiencePublished> audiences,
    ShopConfigured shop) {

  /** The shop until it is configured. */
  public static final ShopConfigured DEFAULT_SHOP = new ShopConfigured("shop", 0, "UTC", "EUR");

  /** Nothing is wanted. */
  public static final Insights NONE = new Insights(0, Map.of(), Map.of(), Map.of(), DEFAULT_SHOP);

  /** What is wanted after one more definition; the same if it is of another kind. */
  Insights evolve(DefinitionEvent event, long at) {
    return switch (event) {
      case MetricPublished metric ->
          new Insights(at, Sorted.with(metrics, metric.key(), metric), funnels, audiences, shop);
      case MetricArchived archived ->
          new Insights(at, Sorted.without(metrics, archived.key()), funnels, audiences, shop);
      case FunnelPublished funnel ->
          new Insights(at, metrics, Sorted.with(funnels, funnel.key(), funnel), audiences, shop);
      case FunnelArchived archived ->
          new Insights(at, metrics, Sorted.without(funnels, archived.key()), audiences, shop);
      case AudiencePublished audience ->
          new Insights(at, metrics, funnels, Sorted.with(audiences, audience.key(), audience), shop);
      case AudienceArchived archived ->
          new Insights(at, metrics, funnels, Sorted.without(audiences, archived.key()), shop);
      case ShopConfigured configured -> new Insights(at, metrics, funnels, audiences, configured);
      case OfferPublished offer -> this;
      case OfferArchived offer -> this;
      case PlacementDefined placement -> this;
      case DecisionPolicyPublished policy -> this;
    };
  }
}
