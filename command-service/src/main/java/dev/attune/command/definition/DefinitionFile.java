package dev.attune.command.definition;

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
 */
record DefinitionFile(
    @Nullable Integer offersPerSession,
    Map<String, Placement> placements,
    Map<String, Offer> offers) {

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
}
