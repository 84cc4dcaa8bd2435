package dev.attune.infra.client;

import java.util.Map;

/**
 * The body of {@code POST /v1/decisions}.
 *
 * @param requestId the same id gets the same answer and consumes nothing twice
 * @param identities by namespace, at least one
 * @param placement key of the placement
 * @param session the client's session id
 * @param context what rules see as {@code context}
 */
public record DecisionRequest(
    String requestId,
    Map<String, String> identities,
    String placement,
    String session,
    Map<String, Object> context) {}
