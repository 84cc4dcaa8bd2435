package dev.attune.query.profile;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.behaviour.BehaviourFold;
import dev.attune.core.behaviour.Happening;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.ProfileFold;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.history.Tail;
import dev.attune.query.projection.Chunk;
import dev.attune.query.projection.HistoryAccess;
import dev.attune.query.projection.HistoryHoleException;
import dev.attune.query.projection.Recorded;
import dev.attune.query.projection.View;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** One document per profile: its two folds, and the end of its compact history. */
public final class ProfileView implements View<ProfileState> {

  private final BehaviourFold behaviours;
  private final Chapters chapters;

  /**
   * @param zone the shop's
   */
  public ProfileView(ZoneId zone, RelayedCodec records, EventCodec events) {
    this.behaviours = new BehaviourFold(zone);
    this.chapters = new Chapters(records, events);
  }

  @Override
  public String name() {
    return ProfileHistory.VIEW;
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public List<String> ids(Recorded event) {
    return event.event() instanceof ProfileEvent ? List.of(event.envelope().stream().toString()) : List.of();
  }

  @Override
  public boolean begins(Recorded event) {
    return event.envelope().version() == 1;
  }

  @Override
  public ProfileState empty(String id) {
    return new ProfileState(
        Profile.empty(UUID.fromString(id)), Story.of(behaviours, Behaviour.NONE), Tail.empty(ProfileHistory.CHUNK));
  }

  @Override
  public ProfileState evolve(ProfileState state, Recorded event) {
    return evolve(state, event, null);
  }

  @Override
  public ProfileState refold(String id, ProfileState state, Recorded event, HistoryAccess history) {
    return evolve(state, event, history);
  }

  private ProfileState evolve(ProfileState state, Recorded event, @Nullable HistoryAccess history) {
    Profile profile = state.profile();
    long version = event.envelope().version();
    if (version != profile.version() + 1) {
      throw new HistoryHoleException(
          "Profile %s stands at version %d, and version %d comes".formatted(profile.id(), profile.version(), version));
    }
    ProfileEvent happened = (ProfileEvent) event.event();
    return state.with(
        ProfileFold.evolve(profile, happened, version, event.envelope().occurredAt()),
        story(state, Happening.of(happened, event.envelope().occurredAt()), history),
        event.encoded());
  }

  private Story story(ProfileState state, @Nullable Happening next, @Nullable HistoryAccess history) {
    if (next == null) {
      return state.story();
    }
    if (state.story().takes(next.key())) {
      return state.story().with(next);
    }
    String id = state.profile().id().toString();
    return Story.from(behaviours, chapters.start(id, state, next.key(), history), next);
  }

  @Override
  public Document document(ProfileState state) {
    Document document = ProfileDocument.of(state.profile());
    Chapters.append(state.story().behaviour(), document);
    state.history().append(document);
    return document;
  }

  @Override
  public ProfileState state(String id, Document document) {
    return new ProfileState(
        ProfileDocument.profile(document),
        Story.of(behaviours, Chapters.behaviour(document)),
        Tail.of(ProfileHistory.CHUNK, document));
  }

  @Override
  public List<Chunk> chunks(ProfileState state) {
    return chapters.chunks(state.profile().id().toString(), state);
  }

  @Override
  public ProfileState settled(ProfileState state) {
    return state.settled();
  }

  /** Who was there lately is the usual question about many people. */
  @Override
  public List<String> indexed() {
    return List.of("lastSeen");
  }

  @Override
  public int weight(ProfileState state) {
    Profile profile = state.profile();
    Behaviour behaviour = state.story().behaviour();
    return 2_048
        + 192 * behaviour.sessions().latest().size()
        + 96 * (behaviour.categories().keys().size() + behaviour.brands().keys().size())
        + 256 * behaviour.traits().values().size()
        + 128 * (profile.traits().size() + profile.counts().size() + profile.identities().size())
        + 256 * profile.ledger().size()
        + state.history().weight();
  }
}
