package dev.attune.command.collect;

import dev.attune.command.collect.CollectCommand.RecordInteraction;
import dev.attune.command.collect.CollectCommand.TellTraits;
import dev.attune.command.platform.json.Bounds;
import dev.attune.command.platform.json.JsonDocument.Item;
import dev.attune.contracts.Identity;
import dev.attune.contracts.value.Value;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads Segment's messages. Pure.
 *
 * @see <a href="https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/">Segment's HTTP API</a>
 */
final class SegmentReader {

  /** Most bytes of a context that a whole batch shares. */
  private static final int MOST_SHARED_BYTES = 8 * 1024;

  private SegmentReader() {}

  /**
   * @param call the call that the path names; null where each item names its own as {@code type}
   */
  static Reading read(Item item, @Nullable String call, Delivery delivery) {
    Draft draft = new Draft(item, delivery);
    if (draft.isBad()) {
      return draft.unreadable();
    }
    draft.identity(Identity.ANONYMOUS, draft.field("anonymousId"), "anonymousId");
    draft.identity(Identity.USER, draft.field("userId"), "userId");
    String kind = call != null ? call : Texts.id(draft.field("type")).orElse("").toLowerCase(Locale.ROOT);
    return switch (kind) {
      case "track" -> track(draft);
      case "identify" -> draft.reading(new TellTraits(heard(draft, Map.of()), draft.object("traits")));
      case "page" -> view(draft, kind, InteractionNames.PAGE_VIEW);
      case "screen" -> view(draft, kind, InteractionNames.SCREEN_VIEW);
      case "group" -> group(draft);
      case "alias" -> alias(draft);
      default -> {
        draft.isWrong("'type' must be track, identify, page, screen, group or alias");
        yield draft.unreadable();
      }
    };
  }

  private static Reading track(Draft draft) {
    Optional<String> name = Texts.id(draft.field("event")).flatMap(InteractionNames::ofTrack);
    if (name.isEmpty()) {
      draft.isWrong("'event' must name what happened, in 1 to 200 characters");
    }
    return interaction(draft, "track", name.orElse(""), draft.object("properties"));
  }

  private static Reading view(Draft draft, String kind, String interaction) {
    Map<String, Value> properties = new LinkedHashMap<>(draft.object("properties"));
    putIfThere(properties, "name", draft.field("name"));
    putIfThere(properties, "category", draft.field("category"));
    return interaction(draft, kind, interaction, properties);
  }

  private static Reading group(Draft draft) {
    Map<String, Value> properties = new LinkedHashMap<>();
    if (Texts.id(draft.field("groupId")).isEmpty()) {
      draft.isWrong("'groupId' must name the group");
    }
    putIfThere(properties, "group_id", draft.field("groupId"));
    properties.put("traits", new Value.Fields(draft.object("traits")));
    return interaction(draft, "group", "group", properties);
  }

  /** {@code previousId} is taken for the anonymous id that the person had, unless the message names one itself. */
  private static Reading alias(Draft draft) {
    if (Texts.id(draft.field("previousId")).isEmpty()) {
      draft.isWrong("'previousId' must name who the person was");
    }
    if (!draft.hasIdentity(Identity.ANONYMOUS)) {
      draft.identity(Identity.ANONYMOUS, draft.field("previousId"), "previousId");
    }
    return interaction(draft, "alias", "alias", Map.of());
  }

  private static Reading interaction(Draft draft, String kind, String name, Map<String, Value> properties) {
    Heard heard = heard(draft, properties);
    PersonalProperties parted = PersonalProperties.of(properties);
    return draft.reading(
        new RecordInteraction(heard, kind, name, parted.open(), parted.personal(), Map.of()));
  }

  private static Heard heard(Draft draft, Map<String, Value> properties) {
    draft.needsIdentity("'userId' or 'anonymousId'");
    draft.session(sessions(draft, properties));
    Delivery delivery = draft.delivery();
    Value own = draft.field("sentAt");
    Instant sent = draft.time(Texts.isThere(own) ? own : delivery.sentAt(), "sentAt");
    Value timestamp = draft.field("timestamp");
    Instant original =
        draft.time(Texts.isThere(timestamp) ? timestamp : draft.field("originalTimestamp"), "timestamp");
    return draft.heard(Occurrence.of(original, sent, delivery.received(), delivery.retry()));
  }

  private static List<Optional<Value>> sessions(Draft draft, Map<String, Value> properties) {
    Map<String, Value> context = Texts.fields(draft.field("context"));
    Map<String, Value> integrations = Texts.fields(draft.field("integrations"));
    Map<String, Value> google = Texts.fields(integrations.get("Google Analytics 4"));
    Map<String, Value> amplitude = Texts.fields(integrations.get("Actions Amplitude"));
    return List.of(
        Optional.ofNullable(properties.get("session_id")),
        Optional.ofNullable(properties.get("sessionId")),
        Optional.ofNullable(context.get("sessionId")),
        Optional.ofNullable(context.get("session_id")),
        Optional.ofNullable(google.get("sessionId")),
        Optional.ofNullable(amplitude.get("session_id")));
  }

  private static void putIfThere(Map<String, Value> properties, String name, @Nullable Value value) {
    if (value != null && Texts.isThere(value)) {
      properties.putIfAbsent(name, value);
    }
  }

  /** What is wrong with the envelope's context: stored with every item, a large one would make a flood of events. */
  static Optional<String> contextViolation(Map<String, Value> envelope) {
    return Bounds.violation(Texts.fields(envelope.get("context")), MOST_SHARED_BYTES);
  }

  /** The envelope's context, to go below each item's. */
  static Map<String, Value> context(Map<String, Value> envelope) {
    return Collections.unmodifiableMap(Texts.fields(envelope.get("context")));
  }
}
