package dev.attune.core.audience;

import dev.attune.contracts.ProfileEvent;
import java.time.Instant;

/**
 * An event of a person's stream, with what is known of its place.
 *
 * @param event what happened
 * @param version in the stream
 * @param occurredAt when it happened
 * @param recordedAt when it was stored
 */
public record PersonEvent(ProfileEvent event, long version, Instant occurredAt, Instant recordedAt) {}
