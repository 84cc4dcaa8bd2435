package dev.attune.contracts;

import dev.attune.contracts.value.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What marketers define. One stream per offer, placement and decision policy; versions are counted from 1 per key. */
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
}
