package dev.attune.command.collect;

import dev.attune.command.collect.CollectCommand.RecordInteraction;
import dev.attune.command.collect.CollectCommand.TellTraits;
import dev.attune.command.platform.json.JsonDocument.Item;
import dev.attune.contracts.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the items of our own {@code POST /v1/interactions}. Pure. */
final class NativeReader {

  private static final Set<String> FIELDS =
      Set.of("messageId", "identities", "name", "session", "occurredAt", "properties", "context", "traits");

  private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

  private NativeReader() {}

  static Reading read(Item item, Delivery delivery) {
    Draft draft = new Draft(item, delivery);
    if (draft.isBad()) {
      return draft.unreadable();
    }
    for (String field : draft.names()) {
      if (!FIELDS.contains(field)) {
        draft.isWrong("A field is not known; known are " + String.join(", ", FIELDS.stream().sorted().toList()));
        break;
      }
    }
    identities(draft);
    draft.session(List.of(Optional.ofNullable(draft.field("session"))));
    Instant occurred = draft.time(draft.field("occurredAt"), "occurredAt");
    Heard heard = draft.heard(Occurrence.of(occurred, null, delivery.received(), delivery.retry()));
    return draft.reading(command(draft, heard));
  }

  private static void identities(Draft draft) {
    for (Map.Entry<String, Value> identity : draft.object("identities").entrySet()) {
      String namespace = identity.getKey();
      if (NAMESPACE.matcher(namespace).matches()) {
        draft.identity(namespace, identity.getValue(), "identities." + namespace);
      } else {
        draft.isWrong("A namespace in 'identities' is not of the form " + NAMESPACE.pattern());
      }
    }
    draft.needsIdentity("'identities' with at least one");
  }

  /** Without a name but with traits, only the traits are told. */
  private static CollectCommand command(Draft draft, Heard heard) {
    Map<String, Value> traits = draft.object("traits");
    Value sent = draft.field("name");
    if (!Texts.isThere(sent) && Texts.isThere(draft.field("traits"))) {
      return new TellTraits(heard, traits);
    }
    Optional<String> name =
        sent instanceof Value.Text text ? InteractionNames.plain(text.value()) : Optional.empty();
    if (name.isEmpty()) {
      draft.isWrong("'name' must name what happened, in 1 to 200 characters");
    }
    PersonalProperties parted = PersonalProperties.of(draft.object("properties"));
    return new RecordInteraction(heard, "track", name.orElse(""), parted.open(), parted.personal(), traits);
  }
}
