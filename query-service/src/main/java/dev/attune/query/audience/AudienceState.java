package dev.attune.query.audience;

import dev.attune.core.audience.Audience;
import dev.attune.core.audience.Membership;
import dev.attune.core.audience.Person;
import dev.attune.query.metric.PersonMetrics;
import dev.attune.query.profile.ProfileState;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What rules may ask about one person.
 *
 * @param profile both folds, and the history for what comes late
 * @param metrics that some rule names
 * @param recorded the latest {@code recordedAt}; the epoch if there is none yet
 */
record AudienceState(ProfileState profile, PersonMetrics metrics, Instant recorded) {

  /** The moment itself, or the person's latest event if that is later: rules are not asked about what was before it. */
  Instant notBefore(Instant now) {
    Instant seen = profile.profile().lastSeen();
    Instant latest = seen != null && seen.isAfter(recorded) ? seen : recorded;
    return latest.isAfter(now) ? latest : now;
  }

  /** What each audience says of the person at a moment. */
  Map<String, Membership> memberships(Map<String, Audience> audiences, Instant now) {
    Person person = new Person(profile.profile(), profile.behaviour(), metrics.states());
    Instant at = notBefore(now);
    Map<String, Membership> memberships = new TreeMap<>();
    audiences.forEach((key, audience) -> memberships.put(key, audience.membership(person, at)));
    return memberships;
  }
}
