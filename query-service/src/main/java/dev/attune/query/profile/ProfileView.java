package dev.attune.query.profile;

import dev.attune.contracts.ProfileEvent;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.ProfileFold;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.history.Tail;
import dev.attune.query.projection.Chunk;
import dev.attune.query.projection.HistoryHoleException;
import dev.attune.query.projection.Recorded;
import dev.attune.query.projection.View;
import java.util.List;
import java.util.UUID;
import org.bson.Document;

/** One document per profile: its fold, and the end of its compact history. */
public final class ProfileView implements View<ProfileState> {

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
    return new ProfileState(Profile.empty(UUID.fromString(id)), Tail.empty(ProfileHistory.CHUNK));
  }

  @Override
  public ProfileState evolve(ProfileState state, Recorded event) {
    Profile profile = state.profile();
    long version = event.envelope().version();
    if (version != profile.version() + 1) {
      throw new HistoryHoleException(
          "Profile %s stands at version %d, and version %d comes".formatted(profile.id(), profile.version(), version));
    }
    ProfileEvent happened = (ProfileEvent) event.event();
    return new ProfileState(
        ProfileFold.evolve(profile, happened, version, event.envelope().occurredAt()),
        state.history().with(event.encoded()));
  }

  @Override
  public Document document(ProfileState state) {
    Document document = ProfileDocument.of(state.profile());
    state.history().append(document);
    return document;
  }

  @Override
  public ProfileState state(String id, Document document) {
    return new ProfileState(ProfileDocument.profile(document), Tail.of(ProfileHistory.CHUNK, document));
  }

  @Override
  public List<Chunk> chunks(ProfileState state) {
    return state.history().chunks(ProfileHistory.CHUNKS_VIEW, state.profile().id().toString());
  }

  @Override
  public ProfileState settled(ProfileState state) {
    return new ProfileState(state.profile(), state.history().settled());
  }

  @Override
  public int weight(ProfileState state) {
    Profile profile = state.profile();
    return 1_024
        + 128 * (profile.traits().size() + profile.counts().size() + profile.identities().size())
        + 256 * profile.ledger().size()
        + state.history().weight();
  }
}
