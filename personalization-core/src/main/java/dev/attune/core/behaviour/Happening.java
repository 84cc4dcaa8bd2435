package dev.attune.core.behaviour;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.AudienceEntered;
import dev.attune.contracts.ProfileEvent.AudienceLeft;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.IdentityLinked;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.ProfileEvent.SamePersonRecognized;
import dev.attune.contracts.ProfileEvent.TraitsTold;
import dev.attune.contracts.value.Value;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that the person did or told: what behaviour is folded from.
 *
 * @param key its place in the order
 * @param session the client's session id, if it gave one
 * @param context device, place and consent, as the client told them
 * @param interaction name of the interaction; null if traits were told
 * @param said the interaction's properties, or the traits
 */
public record Happening(
    OrderKey key,
    @Nullable String session,
    Map<String, Value> context,
    @Nullable String interaction,
    Map<String, Value> said) {

  /** The order of happening. */
  public static final Comparator<Happening> ORDER = Comparator.comparing(Happening::key);

  /**
   * What the event says of the person's behaviour; null if nothing.
   *
   * @param occurredAt of the event's envelope
   */
  public static @Nullable Happening of(ProfileEvent event, Instant occurredAt) {
    return switch (event) {
      case InteractionRecorded did ->
          new Happening(
              new OrderKey(occurredAt, did.messageId(), did.source()), did.session(), did.context(), did.name(),
              did.properties());
      case TraitsTold told ->
          new Happening(
              new OrderKey(occurredAt, told.messageId(), told.source()), told.session(), told.context(), null,
              told.traits());
      case IdentityLinked linked -> null;
      case SamePersonRecognized recognized -> null;
      case DecisionMade decision -> null;
      case AudienceEntered entered -> null;
      case AudienceLeft left -> null;
    };
  }

  /** When it happened, in whole microseconds. */
  public Instant at() {
    return key.at();
  }

  /** The source that sent it. */
  public UUID source() {
    return key.source();
  }
}
