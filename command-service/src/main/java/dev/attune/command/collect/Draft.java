package dev.attune.command.collect;

import dev.attune.command.platform.RequestTrace;
import dev.attune.command.platform.json.Bounds;
import dev.attune.command.platform.json.JsonDocument.Item;
import dev.attune.contracts.Identity;
import dev.attune.contracts.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One item while it is being read: its fields, and what was found wrong with it so far. Used by one thread, once. */
final class Draft {

  static final int LARGEST = 32 * 1024;
  static final int LONGEST_MESSAGE_ID = 200;
  static final int LONGEST_SESSION = 200;
  static final int LONGEST_IDENTITY = 512;

  private final Delivery delivery;
  private final Map<String, Value> fields;
  private final List<String> wrong = new ArrayList<>();
  private final List<Identity> identities = new ArrayList<>();
  private final @Nullable String messageId;
  private @Nullable String session;

  Draft(Item item, Delivery delivery) {
    this.delivery = delivery;
    fields = Texts.fields(item.value());
    if (!(item.value() instanceof Value.Fields)) {
      wrong.add("The item is not a JSON object");
    }
    if (item.length() > LARGEST) {
      wrong.add(tooLarge(item.length()));
    }
    Bounds.violation(item.value()).ifPresent(violation -> wrong.add("The item has " + violation));
    messageId = readMessageId();
  }

  static String tooLarge(long bytes) {
    return "The item has %d bytes; at most %d are taken".formatted(bytes, LARGEST);
  }

  private @Nullable String readMessageId() {
    Value sent = fields.get("messageId");
    if (!Texts.isThere(sent)) {
      return null;
    }
    Optional<String> id = Texts.id(sent).filter(text -> text.length() <= LONGEST_MESSAGE_ID && Bounds.isClean(text));
    if (id.isEmpty()) {
      wrong.add("'messageId' must be a text of 1 to %d printable characters".formatted(LONGEST_MESSAGE_ID));
    }
    return id.orElse(null);
  }

  @Nullable Value field(String name) {
    return fields.get(name);
  }

  Iterable<String> names() {
    return fields.keySet();
  }

  Map<String, Value> object(String name) {
    Value value = fields.get(name);
    if (Texts.isThere(value) && !(value instanceof Value.Fields)) {
      wrong.add("'%s' must be an object".formatted(name));
    }
    return Texts.fields(value);
  }

  void isWrong(String reason) {
    wrong.add(reason);
  }

  /** Takes a field's value for an identity, if there is one. */
  void identity(String namespace, @Nullable Value value, String field) {
    if (!Texts.isThere(value) || (value instanceof Value.Text text && text.value().isEmpty())) {
      return;
    }
    Optional<String> id = Texts.id(value).filter(text -> text.length() <= LONGEST_IDENTITY && Bounds.isClean(text));
    if (id.isEmpty()) {
      wrong.add("'%s' must be a text of 1 to %d printable characters".formatted(field, LONGEST_IDENTITY));
    } else {
      identities.add(new Identity(namespace, id.get()));
    }
  }

  boolean hasIdentity(String namespace) {
    return identities.stream().anyMatch(identity -> identity.namespace().equals(namespace));
  }

  /** Takes the first of the values that is there for the client's session id. */
  void session(List<Optional<Value>> candidates) {
    Optional<Value> sent = candidates.stream().flatMap(Optional::stream).filter(Texts::isThere).findFirst();
    if (sent.isPresent()) {
      Optional<String> id =
          Texts.id(sent.get()).filter(text -> text.length() <= LONGEST_SESSION && Bounds.isClean(text));
      if (id.isEmpty()) {
        wrong.add("The session id must be a text of 1 to %d printable characters".formatted(LONGEST_SESSION));
      }
      session = id.orElse(null);
    }
  }

  /** The time in a field; null if there is none. */
  @Nullable Instant time(@Nullable Value value, String field) {
    if (value == null || !Texts.isThere(value)) {
      return null;
    }
    Optional<Instant> time = TimeText.read(value);
    if (time.isEmpty()) {
      wrong.add("'%s' must be an ISO 8601 time such as 2026-11-23T10:15:30.000Z".formatted(field));
    }
    return time.orElse(null);
  }

  /** What every command has in common, with the envelope's context below the item's own. */
  Heard heard(Occurrence occurrence) {
    Map<String, Value> context = new LinkedHashMap<>(delivery.context());
    context.putAll(object("context"));
    String id = messageId == null ? RequestTrace.newId().toString() : messageId;
    return new Heard(
        delivery.source(), id, List.copyOf(identities), session, occurrence.times(), occurrence.at(),
        Collections.unmodifiableMap(context), delivery.trace());
  }

  /** The command, unless something is wrong. */
  Reading reading(CollectCommand command) {
    return isBad() ? unreadable() : new Reading.Readable(command.heard().messageId(), command);
  }

  Reading unreadable() {
    return new Reading.Unreadable(messageId, List.copyOf(wrong));
  }

  boolean isBad() {
    return !wrong.isEmpty();
  }

  /** Says that nobody is named, if so. */
  void needsIdentity(String fieldsThatName) {
    if (identities.isEmpty() && wrong.isEmpty()) {
      wrong.add("Nobody is named: %s is needed".formatted(fieldsThatName));
    }
  }

  Delivery delivery() {
    return delivery;
  }
}
