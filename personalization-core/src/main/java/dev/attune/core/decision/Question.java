package dev.attune.core.decision;

import dev.attune.contracts.Identity;
import dev.attune.contracts.value.Value;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a decision is asked for. Everything that varies is in here.
 *
 * @param decisionId id that the decision gets, UUIDv7
 * @param requestId the caller's id of the request
 * @param identity by which the person was named
 * @param placement key of the placement
 * @param session the client's session id, if it gave one
 * @param context what the caller tells of the moment
 * @param now the deciding node's clock, microseconds
 * @param seed of everything drawn by lot
 */
public record Question(
    UUID decisionId,
    String requestId,
    Identity identity,
    String placement,
    @Nullable String session,
    Map<String, Value> context,
    Instant now,
    long seed) {}
