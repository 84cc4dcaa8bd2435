package dev.attune.query.profile;

import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.profile.Profile;
import dev.attune.query.projection.Generation;

/**
 * One person as they are, or were at a moment.
 *
 * @param profile what decisions see
 * @param behaviour what marketers look at
 * @param generation that it was read from
 * @param position of the last event in it
 */
record Person(Profile profile, Behaviour behaviour, Generation generation, long position) {}
