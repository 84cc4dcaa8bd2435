package dev.attune.command.collect;

import dev.attune.command.platform.RequestTrace;
import dev.attune.contracts.value.Value;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all items of a request.
 *
 * @param source stream of the source that sent it
 * @param received when it came, in microseconds
 * @param retry true if the client says that it sent it before
 * @param context of the envelope: goes below each item's own
 * @param sentAt of the envelope; null if it has none
 * @param trace of the request
 */
record Delivery(
    UUID source,
    Instant received,
    boolean retry,
    Map<String, Value> context,
    @Nullable Value sentAt,
    RequestTrace trace) {}
