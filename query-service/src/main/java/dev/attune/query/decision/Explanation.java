package dev.attune.query.decision;

import dev.attune.query.answer.ProfileAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a decision came out as it did.
 *
 * @param decisionId id of the decision
 * @param profile of whom
 * @param placement key of the placement
 * @param session that it counted in
 * @param decidedAt the time that it was taken at
 * @param definitions position of the definitions that it was taken with; opaque
 * @param proposition what was proposed; null if nothing was
 * @param candidates as recomputed, in the order of ranking
 * @param cap the session's cap, as it was
 * @param context what the caller told of the moment
 * @param profileAsOf the profile as it was just before
 * @param digest whether the recomputation is the same, bit for bit
 */
public record Explanation(
    UUID decisionId,
    UUID profile,
    String placement,
    DecisionAnswer.Session session,
    Instant decidedAt,
    String definitions,
    DecisionAnswer.@Nullable Proposed proposition,
    List<Considered> candidates,
    @Nullable Cap cap,
    Map<String, @Nullable Object> context,
    ProfileAnswer profileAsOf,
    Digests digest) {

  /**
   * A candidate and what became of it.
   *
   * @param offer key
   * @param version that was in force
   * @param priority higher goes first
   * @param rule in CEL; null: everyone
   * @param gate that stopped it; null for the one proposed
   * @param reason for people
   * @param detail for people, if there is more to say
   */
  public record Considered(
      String offer,
      int version,
      int priority,
      @Nullable String rule,
      @Nullable String gate,
      String reason,
      @Nullable String detail) {}

  /**
   * The session's cap.
   *
   * @param limit propositions in one session
   * @param consumedBefore how many the session had consumed before
   */
  public record Cap(int limit, int consumedBefore) {}

  /**
   * The digests, hexadecimal.
   *
   * @param stored with the decision when it was taken
   * @param recomputed from history just now; null if it could not be decided again
   * @param identical true if they are the same
   */
  public record Digests(String stored, @Nullable String recomputed, boolean identical) {}
}
