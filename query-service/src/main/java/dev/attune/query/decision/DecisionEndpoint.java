package dev.attune.query.decision;

import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.decision.Candidate;
import dev.attune.core.decision.Decided;
import dev.attune.core.decision.Decisions;
import dev.attune.core.decision.Gate;
import dev.attune.core.decision.UnknownPlacementException;
import dev.attune.core.definition.Definitions;
import dev.attune.query.answer.JsonValues;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.answer.ProfileAnswer;
import dev.attune.query.definition.DefinitionReader;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.LiveProjection;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/decisions/…}. */
@RestController
public final class DecisionEndpoint {

  private final LiveProjection profiles;
  private final DecisionArchive archive;
  private final DefinitionReader definitions;
  private final Decisions decisions;
  private final Duration wait;

  /**
   * @param wait how long a query waits for its {@code min-position} at most
   */
  public DecisionEndpoint(
      LiveProjection profiles,
      ProfileHistory histories,
      EventCodec events,
      DefinitionReader definitions,
      Decisions decisions,
      Duration wait) {
    this.profiles = profiles;
    this.archive = new DecisionArchive(profiles, histories, events);
    this.definitions = definitions;
    this.decisions = decisions;
    this.wait = wait;
  }

  /** The decision as it was stored. */
  @GetMapping("/v1/decisions/{id}")
  public DecisionAnswer decision(
      @PathVariable UUID id,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    return DecisionAnswer.of(found(id, MinPosition.of(minPosition, minPositionHeader, wait)));
  }

  /** Why it came out as it did: decided again from history, and compared. */
  @GetMapping("/v1/decisions/{id}/explanation")
  public Explanation explanation(
      @PathVariable UUID id,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader) {
    DecisionFound found = found(id, MinPosition.of(minPosition, minPositionHeader, wait));
    DecisionMade made = found.made();
    Decided again = again(found);
    return new Explanation(
        made.decisionId(),
        found.profile(),
        made.placement(),
        DecisionAnswer.session(made),
        made.decidedAt(),
        Long.toString(made.definitions()),
        DecisionAnswer.proposed(made),
        again == null ? List.of() : again.candidates().stream().map(DecisionEndpoint::considered).toList(),
        again == null ? null : new Explanation.Cap(again.limit(), again.consumedBefore()),
        JsonValues.of(made.context()),
        ProfileAnswer.of(found.before()),
        digests(made.digest(), again == null ? null : again.event().digest()));
  }

  private DecisionFound found(UUID id, MinPosition least) {
    DecisionFound found = archive.find(least.await(profiles), id);
    if (found == null) {
      throw new Problem(Problem.Kind.NOT_FOUND, "There is no decision '%s'".formatted(id));
    }
    return found;
  }

  private @Nullable Decided again(DecisionFound found) {
    try {
      return decisions.recompute(found.before(), definitions(found.made().definitions()), found.made());
    } catch (UnknownPlacementException e) {
      return null;
    }
  }

  private Definitions definitions(long position) {
    if (definitions.history().latest().position() < position) {
      throw new Problem(
          Problem.Kind.VIEW_BEHIND,
          "The definitions of position %d have not come here yet; try again soon".formatted(position),
          Map.of(
              "projection", "definitions",
              "position", Long.toString(definitions.history().latest().position()),
              "head", Long.toString(position)));
    }
    return definitions.history().asOf(position);
  }

  private static Explanation.Considered considered(Candidate candidate) {
    Gate stopped = candidate.stopped();
    return new Explanation.Considered(
        candidate.offer().key(),
        candidate.offer().version(),
        candidate.offer().priority(),
        candidate.offer().eligibility(),
        stopped == null ? null : stopped.word(),
        candidate.reason(),
        candidate.detail());
  }

  private static Explanation.Digests digests(byte[] stored, byte @Nullable [] recomputed) {
    HexFormat hex = HexFormat.of();
    return new Explanation.Digests(
        hex.formatHex(stored),
        recomputed == null ? null : hex.formatHex(recomputed),
        recomputed != null && MessageDigest.isEqual(stored, recomputed));
  }
}
