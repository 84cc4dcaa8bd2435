package dev.attune.command.quarantine;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One thing that could not be taken in.
 *
 * @param id UUIDv7
 * @param source that sent it
 * @param receivedAt when it came
 * @param endpoint where it came in, a path
 * @param reasons why, for people; quoting nothing personal
 * @param body as it came, at most {@value QuarantineStore#KEPT_BYTES} bytes of it
 * @param bodyLength its length as it came
 */
public record Quarantined(
    UUID id, UUID source, Instant receivedAt, String endpoint, List<String> reasons, byte[] body, int bodyLength) {}
