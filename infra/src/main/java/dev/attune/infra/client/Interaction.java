package dev.attune.infra.client;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One item of {@code POST /v1/interactions}.
 *
 * @param messageId the same id has one effect, for ever
 * @param identities by namespace, at least one
 * @param name of the interaction
 * @param session the client's session id, if there is one
 * @param occurredAt null: when it arrives
 * @param properties numbers as {@link java.math.BigDecimal} or {@link Long}, texts, flags
 */
public record Interaction(
    String messageId,
    Map<String, String> identities,
    String name,
    @Nullable String session,
    @Nullable Instant occurredAt,
    Map<String, Object> properties) {}
