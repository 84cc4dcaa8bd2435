package dev.attune.command.profile;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.ProfileFold;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.NewEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What an intent brings to a person's stream: the links of what is new, then what was meant, and the claims of both. Nothing
 * is stored yet.
 *
 * @param links of new identities and same persons, in order
 * @param meant behind the links
 * @param occurredAt of all of them
 * @param events all of them, to be stored
 * @param claims to be taken with them
 * @param owned profiles that become this user's
 */
record Contribution(
    List<ProfileEvent> links,
    List<ProfileEvent> meant,
    Instant occurredAt,
    List<NewEvent> events,
    List<Claim> claims,
    Collection<UUID> owned) {

  private static final TimeBasedEpochRandomGenerator IDS = Generators.timeBasedEpochRandomGenerator();

  /** @throws Resolution.AnotherUserException if the profile has got a user id of its own in the meantime */
  static Contribution of(Profile profile, Resolution resolution, Intent<?> intent, EventCodec codec) {
    Map<Identity, IdentityKey> fresh = resolution.newIdentities(profile);
    List<ProfileEvent> links = resolution.links(profile, fresh);
    List<NewEvent> events = new ArrayList<>(links.size() + intent.events().size());
    links.forEach(event -> events.add(stored(event, intent, codec)));
    intent.events().forEach(event -> events.add(stored(event, intent, codec)));
    Collection<UUID> owned = resolution.newlyOwned(profile, fresh);
    return new Contribution(
        links, intent.events(), intent.occurredAt(), events, claims(profile.id(), fresh.values(), owned, intent), owned);
  }

  /** The events of a reaction, to be stored. */
  static List<NewEvent> noted(Recording recording, EventCodec codec) {
    return recording.notes().stream()
        .map(note -> new NewEvent(newId(), codec.encode(note.event()), note.at(), null, null, null, null))
        .toList();
  }

  /** The claims of a reaction's events. */
  static List<Claim> claims(Recording recording, UUID stream) {
    return recording.notes().stream().map(note -> Claim.reaction(note.key(), stream)).toList();
  }

  /** The profile with the links. */
  Profile linked(Profile profile) {
    return evolved(profile, links);
  }

  /** The profile with everything. */
  Profile next(Profile profile) {
    return evolved(linked(profile), meant);
  }

  /** The profile that a claim of a person is about. */
  static UUID person(Claim claim) {
    ByteBuffer key = ByteBuffer.wrap(claim.key());
    return new UUID(key.getLong(), key.getLong());
  }

  /** A new UUIDv7. */
  static UUID newId() {
    return IDS.generate();
  }

  private Profile evolved(Profile profile, List<ProfileEvent> by) {
    Profile next = profile;
    for (ProfileEvent event : by) {
      next = ProfileFold.evolve(next, event, next.version() + 1, occurredAt);
    }
    return next;
  }

  private static NewEvent stored(ProfileEvent event, Intent<?> intent, EventCodec codec) {
    return new NewEvent(
        newId(), codec.encode(event), intent.occurredAt(), intent.correlation(), null, intent.traceparent(), null);
  }

  private static List<Claim> claims(
      UUID stream, Collection<IdentityKey> fresh, Collection<UUID> owned, Intent<?> intent) {
    List<Claim> claims = new ArrayList<>();
    Intent.Unique unique = intent.unique();
    if (unique != null) {
      claims.add(new Claim(unique.kind(), unique.key(), stream, null));
    }
    fresh.forEach(key -> claims.add(Claim.identity(key.bytes(), stream)));
    owned.forEach(profile -> claims.add(Claim.person(profile, stream)));
    return claims;
  }
}
