package dev.attune.core.audience;

import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.metric.MetricState;
import dev.attune.core.profile.Profile;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What is known of a person after an event: all that rules may ask about.
 *
 * @param metrics state of each metric that some rule names, by key
 * @param recorded the latest {@code recordedAt}; the epoch before the first event
 */
public record PersonState(Profile profile, Behaviour behaviour, Map<String, MetricState> metrics, Instant recorded) {

  /** Somebody to whom nothing has happened. */
  public static PersonState empty(UUID person) {
    return new PersonState(Profile.empty(person), Behaviour.NONE, Map.of(), Instant.EPOCH);
  }

  /** What an audience says at a moment; at the person's latest event if that is later. */
  Membership membership(Audience audience, Instant moment) {
    Instant seen = profile.lastSeen();
    Instant latest = seen != null && seen.isAfter(recorded) ? seen : recorded;
    return audience.membership(new Person(profile, behaviour, metrics), latest.isAfter(moment) ? latest : moment);
  }
}
