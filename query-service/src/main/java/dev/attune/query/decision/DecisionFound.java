package dev.attune.query.decision;

import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.core.profile.Profile;
import java.util.UUID;

/**
 * A decision in its profile's history.
 *
 * @param profile whose history
 * @param version number within it
 * @param position in the log
 * @param made what was stored
 * @param before the profile as it was just before
 */
record DecisionFound(UUID profile, long version, long position, DecisionMade made, Profile before) {}
