package dev.attune.query.profile;

import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Relayed;
import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.behaviour.BehaviourFold;
import dev.attune.core.behaviour.Happening;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.ProfileFold;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.view.ViewStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Finds people, by id or by any identity, as they are or as they were. */
public final class People {

  private final LiveProjection profiles;
  private final ProfileHistory histories;
  private final EventCodec events;
  private final Duration wait;

  /**
   * @param wait how long a query waits for its {@code min-position} at most
   */
  public People(LiveProjection profiles, ProfileHistory histories, EventCodec events, Duration wait) {
    this.profiles = profiles;
    this.histories = histories;
    this.events = events;
    this.wait = wait;
  }

  ProfileHistory histories() {
    return histories;
  }

  /** Reads the position that a request waits for. */
  MinPosition least(@Nullable String parameter, @Nullable String header) {
    return MinPosition.of(parameter, header, wait);
  }

  /** Waits for the partition of a profile; the generation to read from. */
  Generation await(UUID profile, MinPosition least) {
    return least.await(profiles, profile);
  }

  /** Waits for all partitions; the generation to read from. */
  Generation await(MinPosition least) {
    return least.await(profiles);
  }

  /** Waits until an identity is settled: known, and its profile's partition has come so far; or all have. */
  Generation await(Identity identity, MinPosition least) {
    return least.position() == 0
        ? profiles.ready()
        : profiles.await(now -> isSettled(now, identity, least), least.position(), least.bound());
  }

  private boolean isSettled(Generation generation, Identity identity, MinPosition least) {
    UUID profile = owner(generation, identity);
    return profile == null
        ? profiles.hasReached(generation, least.position())
        : least.holds(profiles, generation, profile);
  }

  /** The profile that an identity belongs to; null if nobody has it. */
  @Nullable UUID owner(Generation generation, Identity identity) {
    return owners(generation, List.of(identity)).get(identity);
  }

  /** The profiles that identities belong to; those that nobody has are missing. */
  Map<Identity, UUID> owners(Generation generation, Collection<Identity> identities) {
    Map<String, Document> found =
        profiles.find(generation, IdentityView.NAME, identities.stream().map(Identity::toString).distinct().toList());
    Map<Identity, UUID> owners = new HashMap<>();
    for (Identity identity : identities) {
      Document document = found.get(identity.toString());
      if (document != null) {
        owners.put(identity, UUID.fromString(document.getString("profile")));
      }
    }
    return owners;
  }

  /** Somebody as they are; null if there is nobody of that id. */
  @Nullable Person find(Generation generation, UUID id) {
    return find(generation, List.of(id)).get(id);
  }

  /** People as they are; ids that nobody has are missing. */
  Map<UUID, Person> find(Generation generation, Collection<UUID> ids) {
    Map<UUID, Person> people = new HashMap<>();
    profiles
        .find(generation, ProfileHistory.VIEW, ids.stream().map(UUID::toString).distinct().toList())
        .forEach(
            (id, document) ->
                people.put(
                    UUID.fromString(id),
                    new Person(
                        ProfileDocument.profile(document),
                        Chapters.behaviour(document),
                        generation,
                        document.getLong(ViewStore.POSITION))));
    return people;
  }

  /**
   * Somebody as they were: both folds of all that had been recorded by then, from the profile's own history.
   *
   * @param within true for what had been recorded
   * @return null if there was nobody of that id yet
   */
  @Nullable Past find(Generation generation, UUID id, Predicate<Envelope> within) {
    List<Relayed> history = histories.until(generation, id, within);
    if (history == null || history.isEmpty()) {
      return null;
    }
    Profile profile = Profile.empty(id);
    List<Happening> happenings = new ArrayList<>();
    for (Relayed relayed : history) {
      Envelope envelope = relayed.envelope();
      ProfileEvent event = event(envelope);
      profile = ProfileFold.evolve(profile, event, envelope.version(), envelope.occurredAt());
      Happening happening = Happening.of(event, envelope.occurredAt());
      if (happening != null) {
        happenings.add(happening);
      }
    }
    Envelope last = history.getLast().envelope();
    Behaviour behaviour =
        new BehaviourFold(ProfileProjection.zone(generation)).fold(Behaviour.NONE, happenings);
    return new Past(new Person(profile, behaviour, generation, last.position()), last);
  }

  ProfileEvent event(Envelope envelope) {
    return (ProfileEvent) events.decode(envelope.event());
  }

  /**
   * Somebody at a past moment.
   *
   * @param person as they were
   * @param last envelope of the last event that was recorded by then
   */
  record Past(Person person, Envelope last) {}
}
