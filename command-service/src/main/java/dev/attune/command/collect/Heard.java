package dev.attune.command.collect;

import dev.attune.command.platform.RequestTrace;
import dev.attune.contracts.Identity;
import dev.attune.contracts.Times;
import dev.attune.contracts.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What every command of this slice has in common.
 *
 * @param source stream of the source that sent it
 * @param messageId unique within the source for ever
 * @param identities at least one, each namespace at most once
 * @param session the client's session id, if it gave one
 * @param times the clocks
 * @param occurredAt the client's time, corrected
 * @param context device, place, page, library, as the client told it
 * @param trace of the request
 */
record Heard(
    UUID source,
    String messageId,
    List<Identity> identities,
    @Nullable String session,
    Times times,
    Instant occurredAt,
    Map<String, Value> context,
    RequestTrace trace) {}
