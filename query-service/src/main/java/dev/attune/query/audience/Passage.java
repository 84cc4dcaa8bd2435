package dev.attune.query.audience;

import dev.attune.contracts.ProfileEvent.AudienceEntered;
import dev.attune.contracts.ProfileEvent.AudienceLeft;
import dev.attune.query.projection.Recorded;
import dev.attune.query.view.BsonValues;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Somebody entered or left an audience, as command-service recorded it.
 *
 * @param position of the event
 * @param entered false: left
 * @param definition version of the audience
 * @param at when it was, by an event or by time alone
 */
record Passage(long position, UUID person, boolean entered, int definition, Instant at) {

  /** Key of the audience that the event is of; null if it is of none. */
  static @Nullable String audience(Recorded event) {
    return switch (event.event()) {
      case AudienceEntered entered -> entered.audience();
      case AudienceLeft left -> left.audience();
      default -> null;
    };
  }

  static Passage of(Recorded event) {
    UUID person = event.envelope().stream();
    long position = event.envelope().position();
    return switch (event.event()) {
      case AudienceEntered entered -> new Passage(position, person, true, entered.definition(), entered.at());
      case AudienceLeft left -> new Passage(position, person, false, left.definition(), left.at());
      default -> throw new IllegalArgumentException("No crossing: " + event.event());
    };
  }

  Document document() {
    return new Document("position", position)
        .append("person", person.toString())
        .append("entered", entered)
        .append("definition", definition)
        .append("at", BsonValues.micros(at));
  }

  static Passage of(Document document) {
    return new Passage(
        document.getLong("position"), UUID.fromString(document.getString("person")), document.getBoolean("entered"),
        document.getInteger("definition"), Objects.requireNonNull(BsonValues.instant(document.getLong("at"))));
  }
}
