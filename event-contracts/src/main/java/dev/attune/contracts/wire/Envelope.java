package dev.attune.contracts.wire;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored event with everything that the log knows of it. Nothing personal is in here but in {@code sealed}.
 *
 * @param eventId UUIDv7
 * @param stream id of the stream: random for profiles, derived from the key for definitions and sources
 * @param version number within the stream, from 1, without gaps
 * @param position number in the log, from 1, without gaps, in commit order
 * @param epoch raised at every restore or promotion of the database
 * @param recordedAt server time given inside the append; never decreases with position; microseconds
 * @param occurredAt the client's time, corrected; microseconds
 * @param correlation id of the request that it began with
 * @param causation id of the event or command that it came from
 * @param traceparent W3C Trace Context, if the request carried one
 * @param event name, revision, data and sealed bytes
 * @param sealedWith id of the person's key, once sealed bytes are encrypted
 */
public record Envelope(
    UUID eventId,
    UUID stream,
    long version,
    long position,
    int epoch,
    Instant recordedAt,
    Instant occurredAt,
    @Nullable UUID correlation,
    @Nullable UUID causation,
    @Nullable String traceparent,
    Encoded event,
    @Nullable UUID sealedWith) {}
