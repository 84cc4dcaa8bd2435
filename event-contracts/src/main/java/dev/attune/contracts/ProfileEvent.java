package dev.attune.contracts;

import dev.attune.contracts.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens in the stream of one person. Everything that a decision depends on is in here. */
public sealed interface ProfileEvent extends Event {

  /**
   * The identity belongs to this profile from now on. The claim of the same unit makes it so in the whole log.
   *
   * @param namespace of the identity
   * @param digest keyed hash of namespace and value, 16 bytes; what claims and keys are made of
   * @param value of the identity
   */
  @Stored(name = "identity.linked", revision = 1)
  record IdentityLinked(String namespace, byte[] digest, @Personal String value) implements ProfileEvent {}

  /**
   * A call named this profile and another one as the same person. Both keep their streams; the merge takes it from here.
   *
   * @param otherProfile stream of the other profile
   * @param namespace of the identity by which the other profile was named
   * @param value of that identity
   */
  @Stored(name = "same-person.recognized", revision = 1)
  record SamePersonRecognized(UUID otherProfile, String namespace, @Personal String value) implements ProfileEvent {}

  /**
   * One thing that the person did.
   *
   * @param source the source that sent it (its stream)
   * @param messageId the client's id of it, unique within the source for ever
   * @param kind the client's call: {@code track}, {@code page}, {@code screen}, {@code group}, {@code alias}
   * @param name the interaction: {@code product_view}, {@code purchase}, or any other
   * @param session the client's session id, if it gave one
   * @param times the clocks
   * @param properties what the client told of it, less what is known to be personal
   * @param identities the identities that it arrived with
   * @param personal the personal properties (e-mail, names, addresses …)
   * @param context device, place, page, library, as the client told it
   */
  @Stored(name = "interaction.recorded", revision = 1)
  record InteractionRecorded(
      UUID source,
      String messageId,
      String kind,
      String name,
      @Nullable String session,
      Times times,
      Map<String, Value> properties,
      @Personal List<Identity> identities,
      @Personal Map<String, Value> personal,
      @Personal Map<String, Value> context)
      implements ProfileEvent {}

  /**
   * The client told traits of the person (Segment's {@code identify}).
   *
   * @param source the source that sent it (its stream)
   * @param messageId the client's id of it, unique within the source for ever
   * @param session the client's session id, if it gave one
   * @param times the clocks
   * @param identities the identities that it arrived with
   * @param traits what was told; {@link Value.Nothing} withdraws a trait
   * @param context device, place, page, library, as the client told it
   */
  @Stored(name = "traits.told", revision = 1)
  record TraitsTold(
      UUID source,
      String messageId,
      @Nullable String session,
      Times times,
      @Personal List<Identity> identities,
      @Personal Map<String, Value> traits,
      @Personal Map<String, Value> context)
      implements ProfileEvent {}

  /**
   * An offer was decided. It holds the inputs that are not in the stream, the versions of those that are elsewhere, and
   * the outcome, so that the decision can be taken again from history, bit for bit, and compared.
   *
   * @param decisionId id of the decision, UUIDv7
   * @param requestId the caller's id of the request; the same id is answered from this event
   * @param placement key of the placement
   * @param session the session whose caps it counted in
   * @param decidedAt the time that the decision was taken at: the later of the node's clock and the stream's last time
   * @param definitions position of the last definition that the deciding node had applied
   * @param seed of everything drawn by lot
   * @param proposition what was proposed; null if nothing was, not even a fallback
   * @param digest SHA-256 of the outcome and its trace in canonical form
   * @param identity the identity that it was asked for by
   * @param context what the caller told of the moment
   */
  @Stored(name = "decision.made", revision = 1)
  record DecisionMade(
      UUID decisionId,
      String requestId,
      String placement,
      SessionRef session,
      Instant decidedAt,
      long definitions,
      long seed,
      @Nullable Proposition proposition,
      List<HeldBack> heldBack,
      byte[] digest,
      @Personal Identity identity,
      @Personal Map<String, Value> context)
      implements ProfileEvent {}

  /**
   * The person belongs to an audience from a moment on.
   *
   * @param audience key of the audience
   * @param definition version of the audience's definition
   * @param at when it began, which may be long before it was recorded
   */
  @Stored(name = "audience.entered", revision = 1)
  record AudienceEntered(String audience, int definition, Instant at) implements ProfileEvent {}

  /**
   * The person belongs to an audience no longer.
   *
   * @param audience key of the audience
   * @param definition version of the audience's definition
   * @param at when it ended, by an event or by time alone
   */
  @Stored(name = "audience.left", revision = 1)
  record AudienceLeft(String audience, int definition, Instant at) implements ProfileEvent {}

  /**
   * The session that a decision counted in.
   *
   * @param id the client's session id, or the derived one
   * @param derived true if it was derived from inactivity because the caller gave none
   */
  record SessionRef(String id, boolean derived) {}

  /**
   * What was proposed.
   *
   * @param propositionId id of the proposition, derived from the decision's, so that it can be computed again
   * @param offer key of the offer, or of the placement for its fallback
   * @param version version of the offer, or of the placement for its fallback
   * @param fallback true if it is the placement's fallback, which no cap counts
   * @param consumed true if it took one of the session's propositions; false for a fallback and for an offer that the
   *     person was already given in this placement and session
   */
  record Proposition(UUID propositionId, String offer, int version, boolean fallback, boolean consumed) {}

  /**
   * A candidate that was not proposed, with the gate that stopped it.
   *
   * @param offer key of the offer
   * @param version version of the offer
   * @param gate {@code ineligible}, {@code rule-failed}, {@code capped} or {@code outranked}
   * @param reason for people: "3 of 3 shown in this session"
   */
  record HeldBack(String offer, int version, String gate, String reason) {}
}
