package dev.attune.infra.client;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One item of {@code POST /v1/batch} in Segment's format.
 *
 * @param type track or identify
 * @param messageId the same id has one effect, for ever
 * @param userId null before the person has signed in
 * @param anonymousId of the device
 * @param timestamp when it happened
 * @param event name of the interaction; null for identify
 * @param properties of the interaction; null for identify
 * @param traits of the person; null for track
 * @param context session, device and place
 */
public record SegmentMessage(
    String type,
    String messageId,
    @Nullable String userId,
    @Nullable String anonymousId,
    Instant timestamp,
    @Nullable String event,
    @Nullable Map<String, Object> properties,
    @Nullable Map<String, Object> traits,
    Map<String, Object> context) {}
