package dev.attune.core.decision;

import dev.attune.contracts.DefinitionEvent.OfferPublished;
import dev.attune.contracts.DefinitionEvent.PlacementDefined;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.HeldBack;
import dev.attune.contracts.ProfileEvent.Proposition;
import dev.attune.contracts.ProfileEvent.SessionRef;
import dev.attune.core.definition.Definitions;
import dev.attune.core.profile.Profile;
import dev.attune.core.rule.RuleVariables;
import dev.attune.core.rule.Rules;
import dev.attune.core.rule.Verdict;
import dev.attune.core.session.CurrentSession;
import dev.attune.core.session.SessionLedger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides which offer a person is proposed. Pure: the same arguments give the same decision, bit for bit, on the command
 * side that takes it and on the query side that explains it.
 */
public final class Decisions {

  private final Rules rules;

  public Decisions(Rules rules) {
    this.rules = rules;
  }

  /**
   * Takes a decision. Candidates are the offers of the placement, by priority (equal ones by lot, drawn with the seed).
   * The first one that passes every gate is proposed; if there is none, the placement's fallback, which no cap counts.
   * An offer that the session was given in this placement already passes the cap and consumes nothing.
   *
   * @throws UnknownPlacementException if the definitions have no such placement
   */
  public Decided decide(Profile profile, Definitions definitions, Question question) {
    PlacementDefined placement = definitions.placements().get(question.placement());
    if (placement == null) {
      throw new UnknownPlacementException(question.placement());
    }
    Instant now = later(profile.lastActivity(), question.now());
    SessionRef session = CurrentSession.at(profile.session(), question.session(), now);
    SessionLedger ledger = profile.ledgerOf(session.id());
    int limit = definitions.policy().offersPerSession();
    Map<String, Object> variables =
        RuleVariables.of(profile, session.id(), question.context(), question.placement(), now);

    List<Candidate> candidates = new ArrayList<>();
    OfferPublished chosen = null;
    for (OfferPublished offer : ranked(definitions, question)) {
      boolean repeated = ledger.hasShown(question.placement(), offer.key());
      Candidate candidate = gated(offer, variables, repeated, ledger.consumed(), limit, chosen);
      candidates.add(candidate);
      if (candidate.stopped() == null) {
        chosen = offer;
      }
    }
    Proposition proposition = proposition(question.decisionId(), placement, chosen, ledger);
    DecisionMade undigested =
        new DecisionMade(
            question.decisionId(), question.requestId(), question.placement(), session, now, definitions.position(),
            question.seed(), proposition, heldBack(candidates), new byte[0], question.identity(), question.context());
    return new Decided(Digest.stamped(undigested), ledger.consumed(), limit, List.copyOf(candidates));
  }

  /** Takes a stored decision again, from the profile and the definitions as they were. */
  public Decided recompute(Profile before, Definitions definitions, DecisionMade made) {
    String given = made.session().derived() ? null : made.session().id();
    return decide(
        before,
        definitions,
        new Question(
            made.decisionId(), made.requestId(), made.identity(), made.placement(), given, made.context(),
            made.decidedAt(), made.seed()));
  }

  private Candidate gated(
      OfferPublished offer,
      Map<String, Object> variables,
      boolean repeated,
      int consumed,
      int limit,
      @Nullable OfferPublished chosen) {
    String rule = offer.eligibility();
    Verdict verdict = rule == null ? new Verdict.Holds() : rules.evaluate(rule, variables);
    return switch (verdict) {
      case Verdict.Failed failed ->
          new Candidate(offer, Gate.RULE_FAILED, "rule could not be evaluated", failed.reason());
      case Verdict.DoesNotHold no -> new Candidate(offer, Gate.INELIGIBLE, "rule does not hold", rule);
      case Verdict.Holds yes -> {
        if (!repeated && consumed >= limit) {
          yield new Candidate(offer, Gate.CAPPED, consumed + " of " + limit + " shown in this session", null);
        }
        if (chosen != null) {
          yield new Candidate(offer, Gate.OUTRANKED, chosen.key() + " ranks higher", null);
        }
        yield new Candidate(offer, null, "", null);
      }
    };
  }

  private static List<OfferPublished> ranked(Definitions definitions, Question question) {
    return definitions.offers().values().stream()
        .filter(offer -> offer.placements().contains(question.placement()))
        .sorted(
            Comparator.comparingInt(OfferPublished::priority)
                .reversed()
                .thenComparingLong(offer -> lot(question.seed(), offer.key()))
                .thenComparing(OfferPublished::key))
        .toList();
  }

  private static @Nullable Proposition proposition(
      UUID decisionId, PlacementDefined placement, @Nullable OfferPublished chosen, SessionLedger ledger) {
    UUID id = propositionId(decisionId, 1);
    if (chosen != null) {
      boolean repeated = ledger.hasShown(placement.key(), chosen.key());
      return new Proposition(id, chosen.key(), chosen.version(), false, !repeated);
    }
    return placement.fallback() == null
        ? null
        : new Proposition(id, placement.key(), placement.version(), true, false);
  }

  private static List<HeldBack> heldBack(List<Candidate> candidates) {
    List<HeldBack> held = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Gate stopped = candidate.stopped();
      if (stopped != null) {
        OfferPublished offer = candidate.offer();
        held.add(new HeldBack(offer.key(), offer.version(), stopped.word(), candidate.reason()));
      }
    }
    return List.copyOf(held);
  }

  /** The id of the proposition of a rank: derived, so that a recomputation gives the same. */
  private static UUID propositionId(UUID decisionId, int rank) {
    return UUID.nameUUIDFromBytes((decisionId + "/" + rank).getBytes(StandardCharsets.UTF_8));
  }

  /** A draw among equals: SplitMix64's finalizer over the seed and FNV-1a of the key. */
  private static long lot(long seed, String key) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    long z = seed ^ hash;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static Instant later(@Nullable Instant a, Instant b) {
    return a != null && a.isAfter(b) ? a : b;
  }
}
