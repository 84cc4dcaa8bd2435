package dev.attune.eventstore.append;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events of a file for one stream, stored as a whole or not at all.
 *
 * @param attempt UUIDv7 of this try
 * @param stream that they belong to
 * @param expectedVersion that the stream must have; null: they follow wherever it ends
 * @param events in order, at least one
 * @param claims that must be free; a taken one makes the unit a duplicate
 */
public record BulkUnit(
    UUID attempt, UUID stream, @Nullable Long expectedVersion, List<NewEvent> events, List<Claim> claims) {}
