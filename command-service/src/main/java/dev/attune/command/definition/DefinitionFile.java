package dev.attune.command.definition;

import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.DefinitionEvent.FunnelStep;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.value.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of definitions, well-formed.
 *
 * @param offersPerSession the cap; null: as it is
 * @param placements by key, with their fallback or null
 * @param offers by key
 * @param shop its calendar and currency; null: as they are
 * @param metrics by key
 * @param funnels by key
 * @param audiences by key
 */
record DefinitionFile(
    @Nullable Integer offersPerSession,
    Map<String, Placement> placements,
    Map<String, Offer> offers,
    @Nullable Shop shop,
    Map<String, Metric> metrics,
    Map<String, Funnel> funnels,
    Map<String, Audience> audiences) {

  /**
   * A placement.
   *
   * @param fallback content shown if no offer survives; null: nothing
   */
  record Placement(@Nullable Map<String, Value> fallback) {}

  /**
   * An offer.
   *
   * @param placements keys of its placements
   * @param priority higher goes first
   * @param eligibility CEL, or null for everyone
   * @param content what the client shows
   */
  record Offer(
      List<String> placements, int priority, @Nullable String eligibility, Map<String, Value> content) {}

  /** Where the shop is and what it counts in. */
  record Shop(String zone, String currency) {}

  /** A metric window. */
  record Metric(
      String title, Match of, Aggregation aggregation, @Nullable String property, int top, long seconds) {}

  /** A funnel. */
  record Funnel(String title, List<FunnelStep> steps, long seconds, List<String> segments) {}

  /** An audience. */
  record Audience(String title, String rule) {}
}
