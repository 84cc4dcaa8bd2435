package dev.attune.eventstore.append;

import dev.attune.contracts.wire.Encoded;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event to be stored. Position, epoch and {@code recordedAt} are given by the store.
 *
 * @param eventId UUIDv7
 * @param event name, revision and bytes
 * @param occurredAt the client's time, corrected; kept to the microsecond
 * @param correlation id of the request that it began with
 * @param causation id of the event or command that it came from
 * @param traceparent W3C Trace Context
 * @param sealedWith id of the person's key, once sealed bytes are encrypted
 */
public record NewEvent(
    UUID eventId,
    Encoded event,
    Instant occurredAt,
    @Nullable UUID correlation,
    @Nullable UUID causation,
    @Nullable String traceparent,
    @Nullable UUID sealedWith) {}
