package dev.attune.query.profile;

import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.ProfileEvent.TraitsTold;
import dev.attune.contracts.wire.Envelope;
import dev.attune.query.answer.JsonValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Interactions and traits told, as Segment's Profile API shows events. */
final class SegmentEvents {

  private SegmentEvents() {}

  /** The event; null if it is of a kind that Segment does not know. */
  static @Nullable Map<String, @Nullable Object> of(Envelope envelope, ProfileEvent event) {
    return switch (event) {
      case InteractionRecorded did -> {
        Map<String, @Nullable Object> body =
            body(envelope, did.kind(), did.source().toString(), did.messageId(), did.identities());
        body.put("event", did.name());
        body.put("properties", JsonValues.of(did.properties()));
        body.put("context", JsonValues.of(did.context()));
        yield body;
      }
      case TraitsTold told -> {
        Map<String, @Nullable Object> body =
            body(envelope, "identify", told.source().toString(), told.messageId(), told.identities());
        body.put("traits", JsonValues.of(told.traits()));
        body.put("context", JsonValues.of(told.context()));
        yield body;
      }
      default -> null;
    };
  }

  /** The name that {@code include} goes by. */
  static String name(Map<String, @Nullable Object> body) {
    return String.valueOf(body.getOrDefault("event", body.get("type")));
  }

  private static Map<String, @Nullable Object> body(
      Envelope envelope, String type, String source, String messageId, List<Identity> identities) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("type", type);
    body.put("message_id", messageId);
    body.put("source_id", source);
    body.put("timestamp", envelope.occurredAt());
    for (Identity identity : identities) {
      switch (identity.namespace()) {
        case Identity.USER -> body.put("user_id", identity.value());
        case Identity.ANONYMOUS -> body.put("anonymous_id", identity.value());
        default -> {}
      }
    }
    return body;
  }
}
