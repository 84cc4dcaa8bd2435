package dev.attune.command.decision;

import dev.attune.contracts.DefinitionEvent.OfferPublished;
import dev.attune.contracts.DefinitionEvent.PlacementDefined;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.HeldBack;
import dev.attune.contracts.ProfileEvent.SessionRef;
import dev.attune.contracts.value.Value;
import dev.attune.core.definition.DefinitionHistory;
import dev.attune.core.definition.Definitions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code POST /v1/decisions}. It is made of the stored event and the definitions that the event names, and
 * of nothing else: the same request gets the same bytes, from any node, at any time.
 *
 * @param profileVersion version of the profile that the decision was taken on
 * @param position of the decision in the log
 * @param proposition what to show; null: nothing
 * @param heldBack the candidates that were not proposed, with the gate that stopped each
 * @param explanation path of the explanation at the query service
 */
record DecisionAnswer(
    UUID decisionId,
    String requestId,
    UUID profile,
    long profileVersion,
    String position,
    Instant decidedAt,
    String placement,
    SessionRef session,
    @Nullable Proposed proposition,
    List<HeldBack> heldBack,
    String explanation) {

  /**
   * What to show.
   *
   * @param consumed true if it took one of the session's propositions
   * @param content as the marketer defined it
   */
  record Proposed(
      UUID propositionId, String offer, int version, boolean fallback, boolean consumed, Map<String, Value> content) {}

  static DecisionAnswer of(DecisionTaken taken, DefinitionHistory history) {
    DecisionMade made = taken.made();
    return new DecisionAnswer(
        made.decisionId(),
        made.requestId(),
        taken.profile(),
        taken.version() - 1,
        Long.toString(taken.position()),
        made.decidedAt(),
        made.placement(),
        made.session(),
        proposed(made, history.asOf(made.definitions())),
        made.heldBack(),
        "/v1/decisions/%s/explanation".formatted(made.decisionId()));
  }

  private static @Nullable Proposed proposed(DecisionMade made, Definitions definitions) {
    var proposition = made.proposition();
    return proposition == null
        ? null
        : new Proposed(
            proposition.propositionId(), proposition.offer(), proposition.version(), proposition.fallback(),
            proposition.consumed(), content(proposition.offer(), proposition.fallback(), definitions));
  }

  private static Map<String, Value> content(String key, boolean fallback, Definitions definitions) {
    if (fallback) {
      PlacementDefined placement = definitions.placements().get(key);
      return placement == null || placement.fallback() == null ? Map.of() : placement.fallback();
    }
    OfferPublished offer = definitions.offers().get(key);
    return offer == null ? Map.of() : offer.content();
  }
}
