package dev.attune.core.audience;

import java.time.Instant;

/**
 * A person enters or leaves an audience.
 *
 * @param entered false: left
 * @param at when, by an event or by time alone
 * @param version of the event that it came of; 0: of time alone
 */
public record Crossing(Audience audience, boolean entered, Instant at, long version) {}
