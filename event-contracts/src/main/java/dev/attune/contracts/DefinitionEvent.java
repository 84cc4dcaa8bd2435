package dev.attune.contracts;

import dev.attune.contracts.value.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What marketers define. One stream per offer, placement, decision policy, metric, funnel and audience, and one for the
 * shop; versions are counted from 1 per key.
 */
public sealed interface DefinitionEvent extends Event {

  /** Key of the definition, {@code [A-Za-z0-9][A-Za-z0-9._-]{0,62}}. */
  String key();

  /** Version of the definition, from 1. */
  int version();

  /**
   * An offer can be proposed from now on, in this form.
   *
   * @param placements keys of the placements that it may appear in
   * @param priority higher goes first
   * @param eligibility CEL over {@code profile}, {@code context}, {@code session} and {@code now}; null: everyone
   * @param content what the client shows, as it is
   */
  @Stored(name = "offer.published", revision = 1)
  record OfferPublished(
      String key,
      int version,
      List<String> placements,
      int priority,
      @Nullable String eligibility,
      Map<String, Value> content)
      implements DefinitionEvent {}

  /** The offer is no candidate any more. */
  @Stored(name = "offer.archived", revision = 1)
  record OfferArchived(String key, int version) implements DefinitionEvent {}

  /**
   * A named slot in which one offer is shown.
   *
   * @param fallback what the client shows if no offer survives; null: nothing
   */
  @Stored(name = "placement.defined", revision = 1)
  record PlacementDefined(String key, int version, @Nullable Map<String, Value> fallback) implements DefinitionEvent {}

  /**
   * The rules of all decisions.
   *
   * @param offersPerSession the cap: that many propositions to one profile within one session, over all placements
   */
  @Stored(name = "decision-policy.published", revision = 1)
  record DecisionPolicyPublished(String key, int version, int offersPerSession) implements DefinitionEvent {}

  /**
   * Where the shop is and what it counts in.
   *
   * @param zone IANA time zone that its calendar days are of
   * @param currency ISO 4217 code of what is not said to be in another one
   */
  @Stored(name = "shop.configured", revision = 1)
  record ShopConfigured(String key, int version, String zone, String currency) implements DefinitionEvent {}

  /**
   * A metric window is kept of each person from now on, and was for all of history.
   *
   * @param title for people
   * @param of the interactions that count
   * @param aggregation what becomes of them
   * @param property dotted path of the property that is aggregated; null where they are counted
   * @param top how many values {@link Aggregation#TOP} tells; 0 for other aggregations
   * @param seconds length of the sliding window, 60 to 31,536,000; 0: lifetime
   */
  @Stored(name = "metric.published", revision = 1)
  record MetricPublished(
      String key,
      int version,
      String title,
      Match of,
      Aggregation aggregation,
      @Nullable String property,
      int top,
      long seconds)
      implements DefinitionEvent {}

  /** The metric is not kept any more. */
  @Stored(name = "metric.archived", revision = 1)
  record MetricArchived(String key, int version) implements DefinitionEvent {}

  /**
   * A funnel is kept from now on, and was for all of history.
   *
   * @param title for people
   * @param steps in order, at least two
   * @param seconds how long after the first step the last one counts at the latest
   * @param segments what it is broken down by, read off the interaction of the first step: {@code source} or a dotted
   *     path that begins with {@code properties.} or {@code context.}
   */
  @Stored(name = "funnel.published", revision = 1)
  record FunnelPublished(
      String key, int version, String title, List<FunnelStep> steps, long seconds, List<String> segments)
      implements DefinitionEvent {}

  /** The funnel is not kept any more. */
  @Stored(name = "funnel.archived", revision = 1)
  record FunnelArchived(String key, int version) implements DefinitionEvent {}

  /**
   * People belong to an audience as long as its rule holds for them.
   *
   * @param title for people
   * @param rule CEL over {@code profile} and {@code now}
   */
  @Stored(name = "audience.published", revision = 1)
  record AudiencePublished(String key, int version, String title, String rule) implements DefinitionEvent {}

  /** Nobody belongs to the audience any more. */
  @Stored(name = "audience.archived", revision = 1)
  record AudienceArchived(String key, int version) implements DefinitionEvent {}

  /**
   * One step of a funnel.
   *
   * @param name for people, unique within the funnel
   * @param match the interaction that reaches it
   * @param unless interactions that end the way to it when they come after the step before
   */
  record FunnelStep(String name, Match match, List<Match> unless) {}

  /**
   * Interactions that are meant.
   *
   * @param interaction their name; null: any
   * @param where all of these must hold
   */
  record Match(@Nullable String interaction, List<PropertyTest> where) {}

  /**
   * What is asked of a property.
   *
   * @param property dotted path within the properties
   * @param comparison how it is compared
   * @param values with what: one, any number for {@link Comparison#ONE_OF}, none for {@link Comparison#EXISTS} and
   *     {@link Comparison#MISSING}
   */
  record PropertyTest(String property, Comparison comparison, List<Value> values) {}

  /** How a property is compared. Numbers compare by what they are worth, texts as they are; nothing else is ordered. */
  enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST,
    ONE_OF,
    CONTAINS,
    EXISTS,
    MISSING
  }

  /** What becomes of the interactions in a window. */
  enum Aggregation {
    COUNT,
    SUM,
    AVERAGE,
    MIN,
    MAX,
    UNIQUE,
    LAST,
    TOP
  }
}
