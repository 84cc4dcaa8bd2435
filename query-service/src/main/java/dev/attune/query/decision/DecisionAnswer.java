package dev.attune.query.decision;

import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.Proposition;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decision as it was stored.
 *
 * @param decisionId id of the decision
 * @param requestId the caller's id of the request
 * @param profile of whom
 * @param version number of the decision in the profile's history
 * @param position in the log; opaque
 * @param placement key of the placement
 * @param session that it counted in
 * @param decidedAt the time that it was taken at
 * @param proposition what was proposed; null if nothing was
 * @param heldBack the candidates that were not proposed
 */
public record DecisionAnswer(
    UUID decisionId,
    String requestId,
    UUID profile,
    long version,
    String position,
    String placement,
    Session session,
    Instant decidedAt,
    @Nullable Proposed proposition,
    List<HeldBack> heldBack) {

  static DecisionAnswer of(DecisionFound found) {
    DecisionMade made = found.made();
    return new DecisionAnswer(
        made.decisionId(),
        made.requestId(),
        found.profile(),
        found.version(),
        Long.toString(found.position()),
        made.placement(),
        session(made),
        made.decidedAt(),
        proposed(made),
        made.heldBack().stream()
            .map(held -> new HeldBack(held.offer(), held.version(), held.gate(), held.reason()))
            .toList());
  }

  static Session session(DecisionMade made) {
    return new Session(made.session().id(), made.session().derived());
  }

  static @Nullable Proposed proposed(DecisionMade made) {
    Proposition proposition = made.proposition();
    return proposition == null
        ? null
        : new Proposed(
            proposition.propositionId(),
            proposition.offer(),
            proposition.version(),
            proposition.fallback(),
            proposition.consumed());
  }

  /**
   * A session.
   *
   * @param derived true if it was derived from inactivity
   */
  public record Session(String id, boolean derived) {}

  /**
   * What was proposed.
   *
   * @param fallback true if it is the placement's fallback
   * @param consumed true if it took one of the session's propositions
   */
  public record Proposed(UUID propositionId, String offer, int version, boolean fallback, boolean consumed) {}

  /** A candidate that was not proposed, and the gate that stopped it. */
  public record HeldBack(String offer, int version, String gate, String reason) {}
}
