package dev.attune.command.decision;

import dev.attune.contracts.ProfileEvent.DecisionMade;
import java.util.UUID;

/**
 * A stored decision, now or at an earlier time by the same request id.
 *
 * @param profile the stream
 * @param version of the event
 * @param position of the event
 * @param made the event
 */
record DecisionTaken(UUID profile, long version, long position, DecisionMade made) {}
