package dev.attune.eventstore.append;

import java.util.UUID;

/**
 * Who holds a claim.
 *
 * @param stream that holds it
 * @param position of the last event of the unit that took it
 * @param attempt id of that unit
 */
public record ClaimHolder(UUID stream, long position, UUID attempt) {}
