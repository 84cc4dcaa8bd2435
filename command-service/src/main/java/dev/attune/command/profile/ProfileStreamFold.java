package dev.attune.command.profile;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.ProfileFold;
import dev.attune.eventstore.stream.Fold;
import java.util.UUID;

/** Reads a person's stream into their profile. */
record ProfileStreamFold(EventCodec codec) implements Fold<Profile> {

  @Override
  public Profile initial(UUID stream) {
    return Profile.empty(stream);
  }

  @Override
  public Profile evolve(Profile profile, Envelope envelope) {
    return switch (codec.decode(envelope.event())) {
      case ProfileEvent event -> ProfileFold.evolve(profile, event, envelope.version(), envelope.occurredAt());
      case dev.attune.contracts.SourceEvent foreign -> throw foreign(envelope);
      case dev.attune.contracts.DefinitionEvent foreign -> throw foreign(envelope);
    };
  }

  private static IllegalStateException foreign(Envelope envelope) {
    return new IllegalStateException(
        "Stream %s holds %s, which is no event of a person".formatted(envelope.stream(), envelope.event().name()));
  }
}
