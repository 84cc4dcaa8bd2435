/**
 * What marketers look at: the fold of what a person did and told, in the order in which it happened and not in which it
 * arrived. The order is the events' own ({@link dev.attune.core.behaviour.OrderKey}), so any order of arrival, repetition
 * or lateness ends in the same state; what comes late is folded again from the person's own history ({@link
 * dev.attune.core.behaviour.Refold}). The decision state beside it ({@link dev.attune.core.profile.Profile}) is folded in
 * the order of arrival.
 */
@NullMarked
package dev.attune.core.behaviour;

import org.jspecify.annotations.NullMarked;
