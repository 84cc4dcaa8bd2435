package dev.attune.core;

import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.IdentityLinked;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.ProfileEvent.TraitsTold;
import dev.attune.contracts.Times;
import dev.attune.contracts.value.Value;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.ProfileFold;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** People and what they do. */
public final class People {

  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final UUID ADA = UUID.fromString("00000000-0000-4000-8000-00000000ada0");

  private Profile profile = Profile.empty(ADA);

  private People() {}

  /** Somebody of whom nothing is known yet. */
  public static People ada() {
    return new People();
  }

  /** Something happens at a moment. */
  public People then(ProfileEvent event, Instant occurredAt) {
    profile = ProfileFold.evolve(profile, event, profile.version() + 1, occurredAt);
    return this;
  }

  public People then(ProfileEvent event) {
    return then(event, NOON);
  }

  public Profile profile() {
    return profile;
  }

  public static InteractionRecorded did(String name, Map<String, Value> properties) {
    return did(name, null, NOON, properties);
  }

  public static InteractionRecorded did(String name, String session, Instant received, Map<String, Value> properties) {
    return new InteractionRecorded(
        new UUID(0, 1), "m", "track", name, session, times(received), properties, List.of(), Map.of(), Map.of());
  }

  public static InteractionRecorded purchase(Value revenue, String currency) {
    return did("purchase", Map.of("revenue", revenue, "currency", Value.of(currency)));
  }

  public static InteractionRecorded viewed(String product, String category) {
    return did("product_view", Map.of("product_id", Value.of(product), "category", Value.of(category)));
  }

  public static TraitsTold told(Map<String, Value> traits) {
    return new TraitsTold(new UUID(0, 1), "m", null, times(NOON), List.of(), traits, Map.of());
  }

  public static IdentityLinked linked(Identity identity) {
    return new IdentityLinked(identity.namespace(), new byte[] {1, (byte) identity.value().hashCode()}, identity.value());
  }

  public static Value decimal(String decimal) {
    return Value.of(new BigDecimal(decimal));
  }

  private static Times times(Instant received) {
    return new Times(null, null, received, Times.Correction.NONE);
  }
}
