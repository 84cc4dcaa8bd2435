package dev.attune.query.answer;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.AudienceEntered;
import dev.attune.contracts.ProfileEvent.AudienceLeft;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.HeldBack;
import dev.attune.contracts.ProfileEvent.IdentityLinked;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.ProfileEvent.Proposition;
import dev.attune.contracts.ProfileEvent.SamePersonRecognized;
import dev.attune.contracts.ProfileEvent.TraitsTold;
import dev.attune.contracts.wire.Envelope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened.
 *
 * @param position in the log; opaque
 * @param version number within the profile's stream
 * @param event stored name: {@code interaction.recorded}, {@code decision.made} …
 * @param messageId the client's id of it
 * @param name of the interaction
 * @param kind the client's call
 * @param occurredAt the client's time, corrected
 * @param recordedAt the server's time
 * @param source that it came from
 * @param session the client's session id, or that of the decision
 * @param properties what else is known of it
 */
public record TimelineEntry(
    String position,
    long version,
    String event,
    @Nullable String messageId,
    @Nullable String name,
    @Nullable String kind,
    Instant occurredAt,
    Instant recordedAt,
    @Nullable UUID source,
    @Nullable String session,
    Map<String, @Nullable Object> properties) {

  public static TimelineEntry of(Envelope at, ProfileEvent event) {
    return switch (event) {
      case InteractionRecorded e ->
          entry(at, e.messageId(), e.name(), e.kind(), e.source(), e.session(), JsonValues.of(e.properties()));
      case TraitsTold e ->
          entry(at, e.messageId(), null, "identify", e.source(), e.session(), JsonValues.of(e.traits()));
      case IdentityLinked e -> entry(at, null, null, null, null, null, identity(e.namespace(), e.value()));
      case SamePersonRecognized e -> {
        Map<String, @Nullable Object> properties = identity(e.namespace(), e.value());
        properties.put("otherProfile", e.otherProfile());
        yield entry(at, null, null, null, null, null, properties);
      }
      case DecisionMade e -> entry(at, null, null, null, null, e.session().id(), decision(e));
      case AudienceEntered e ->
          entry(at, null, e.audience(), null, null, null, crossing(e.audience(), e.definition(), e.at()));
      case AudienceLeft e ->
          entry(at, null, e.audience(), null, null, null, crossing(e.audience(), e.definition(), e.at()));
    };
  }

  private static TimelineEntry entry(
      Envelope at,
      @Nullable String messageId,
      @Nullable String name,
      @Nullable String kind,
      @Nullable UUID source,
      @Nullable String session,
      Map<String, @Nullable Object> properties) {
    return new TimelineEntry(
        Long.toString(at.position()), at.version(), at.event().name(), messageId, name, kind, at.occurredAt(),
        at.recordedAt(), source, session, properties);
  }

  private static Map<String, @Nullable Object> identity(String namespace, String value) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("namespace", namespace);
    properties.put("value", value);
    return properties;
  }

  private static Map<String, @Nullable Object> crossing(String audience, int definition, Instant at) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("audience", audience);
    properties.put("definition", definition);
    properties.put("at", at);
    return properties;
  }

  private static Map<String, @Nullable Object> decision(DecisionMade made) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("decisionId", made.decisionId());
    properties.put("placement", made.placement());
    Proposition proposition = made.proposition();
    properties.put("offer", proposition == null ? null : proposition.offer());
    properties.put("fallback", proposition != null && proposition.fallback());
    List<Map<String, Object>> held =
        made.heldBack().stream().map(TimelineEntry::heldBack).toList();
    properties.put("heldBack", held);
    return properties;
  }

  private static Map<String, Object> heldBack(HeldBack held) {
    return Map.of(
        "offer", held.offer(), "version", held.version(), "gate", held.gate(), "reason", held.reason());
  }
}
