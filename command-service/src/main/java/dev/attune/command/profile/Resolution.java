package dev.attune.command.profile;

import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.IdentityLinked;
import dev.attune.contracts.ProfileEvent.SamePersonRecognized;
import dev.attune.core.profile.Profile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which stream the identities of a request lead to.
 *
 * @param stream where the command goes
 * @param free identities that nobody is known to hold: to be linked to that stream
 * @param samePersons identities held by another profile that is the same person
 */
record Resolution(UUID stream, Map<Identity, IdentityKey> free, Map<Identity, UUID> samePersons) {

  /**
   * Events that link what is new to the profile.
   *
   * @param fresh the profile's {@link #newIdentities}
   * @throws AnotherUserException if the profile has got a user id of its own in the meantime
   */
  List<ProfileEvent> links(Profile profile, Map<Identity, IdentityKey> fresh) {
    List<ProfileEvent> events = new ArrayList<>();
    fresh.forEach((identity, key) -> {
      if (identity.namespace().equals(Identity.USER) && profile.holdsAny(Identity.USER)) {
        throw new AnotherUserException();
      }
      events.add(new IdentityLinked(identity.namespace(), key.bytes(), identity.value()));
    });
    newSamePersons(profile)
        .forEach((other, identity) ->
            events.add(new SamePersonRecognized(other, identity.namespace(), identity.value())));
    return events;
  }

  /** Other profiles to be recognized as the same person, each with the identity that tells it. */
  Map<UUID, Identity> newSamePersons(Profile profile) {
    Map<UUID, Identity> others = new LinkedHashMap<>();
    samePersons.forEach((identity, other) -> {
      if (!profile.samePersons().contains(other)) {
        others.putIfAbsent(other, identity);
      }
    });
    return others;
  }

  /** Profiles that become a user's: this one with its first user id, others by being the same person. */
  Collection<UUID> newlyOwned(Profile profile, Map<Identity, IdentityKey> fresh) {
    List<UUID> owned = new ArrayList<>(newSamePersons(profile).keySet());
    if (fresh.keySet().stream().anyMatch(identity -> identity.namespace().equals(Identity.USER))) {
      owned.add(profile.id());
    }
    return owned;
  }

  /** What is to be claimed. */
  Map<Identity, IdentityKey> newIdentities(Profile profile) {
    Map<Identity, IdentityKey> fresh = new LinkedHashMap<>(free);
    fresh.values().removeIf(key -> profile.identities().containsKey(key.hex()));
    return fresh;
  }

  /** The stream has a user already: the identities have to be resolved again. */
  static final class AnotherUserException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AnotherUserException() {
      super("The profile has got another user id in the meantime", null, false, false);
    }
  }
}
