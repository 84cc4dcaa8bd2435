package dev.attune.query.profile;

import dev.attune.core.profile.Profile;
import dev.attune.query.history.Tail;

/**
 * What the document of a profile stands for.
 *
 * @param profile the fold
 * @param history the end of its compact history
 */
record ProfileState(Profile profile, Tail history) {}
