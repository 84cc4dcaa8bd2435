package dev.attune.eventstore.read;

import java.util.UUID;

/**
 * What is wanted of a stream.
 *
 * @param afterVersion version of the last event that is not wanted; 0 for all
 */
public record StreamFrom(UUID stream, long afterVersion) {}
