package dev.attune.command.audience;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.AudienceEntered;
import dev.attune.contracts.ProfileEvent.AudienceLeft;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.core.audience.PersonEvent;
import dev.attune.core.behaviour.Happening;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of a person as the log tells it.
 *
 * @param position in the log
 */
record Told(UUID person, long position, PersonEvent event) {

  /** Null if it is of no person. */
  static @Nullable Told of(Envelope envelope, EventCodec codec) {
    return codec.decode(envelope.event()) instanceof ProfileEvent event ? of(envelope, event) : null;
  }

  static Told of(Envelope envelope, ProfileEvent event) {
    return new Told(
        envelope.stream(), envelope.position(),
        new PersonEvent(event, envelope.version(), envelope.occurredAt(), envelope.recordedAt()));
  }

  /** Those of some envelopes that are of a person. */
  static List<Told> of(Collection<Envelope> envelopes, EventCodec codec) {
    List<Told> told = new ArrayList<>(envelopes.size());
    for (Envelope envelope : envelopes) {
      Told one = of(envelope, codec);
      if (one != null) {
        told.add(one);
      }
    }
    return told;
  }

  /** True if it is a crossing itself: no rule asks about that. */
  boolean isCrossing() {
    return event.event() instanceof AudienceEntered || event.event() instanceof AudienceLeft;
  }

  /** Null if it says nothing of what the person did. */
  @Nullable Happening happening() {
    return Happening.of(event.event(), event.occurredAt());
  }
}
