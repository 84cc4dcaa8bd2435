package dev.attune.query.decision;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Relayed;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.ProfileFold;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.LiveProjection;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Finds decisions in the histories of profiles. */
final class DecisionArchive {

  private final LiveProjection profiles;
  private final ProfileHistory histories;
  private final EventCodec events;

  DecisionArchive(LiveProjection profiles, ProfileHistory histories, EventCodec events) {
    this.profiles = profiles;
    this.histories = histories;
    this.events = events;
  }

  /** The decision of an id; null if there is none. */
  @Nullable DecisionFound find(Generation generation, UUID decisionId) {
    Document document = profiles.find(generation, DecisionView.NAME, decisionId.toString());
    if (document == null) {
      return null;
    }
    DecisionView.Place place = DecisionView.place(document);
    List<Relayed> history = histories.first(generation, place.profile(), place.version());
    if (history == null || history.size() < place.version()) {
      throw new IllegalStateException(
          "The history of profile %s ends before decision %s".formatted(place.profile(), decisionId));
    }
    Profile before = Profile.empty(place.profile());
    for (Relayed relayed : history.subList(0, history.size() - 1)) {
      Envelope envelope = relayed.envelope();
      before = ProfileFold.evolve(before, event(envelope), envelope.version(), envelope.occurredAt());
    }
    Envelope last = history.getLast().envelope();
    return event(last) instanceof DecisionMade made
        ? new DecisionFound(place.profile(), place.version(), last.position(), made, before)
        : null;
  }

  private ProfileEvent event(Envelope envelope) {
    return (ProfileEvent) events.decode(envelope.event());
  }
}
