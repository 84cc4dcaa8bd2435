package dev.attune.query.profile;

import dev.attune.core.profile.Profile;
import dev.attune.core.profile.Profile.LinkedIdentity;
import dev.attune.core.profile.Profile.Trait;
import dev.attune.core.profile.Recent;
import dev.attune.core.session.CurrentSession;
import dev.attune.core.session.SessionLedger;
import dev.attune.core.session.SessionLedger.Shown;
import dev.attune.query.view.BsonValues;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

import static dev.attune.query.view.BsonValues.instant;
import static dev.attune.query.view.BsonValues.micros;

/** A profile as plain BSON and back. Maps become lists, since their keys are the clients'. */
final class ProfileDocument {

  private ProfileDocument() {}

  static Document of(Profile profile) {
    return new Document("profile", profile.id().toString())
        .append("version", profile.version())
        .append("identities", list(profile.identities(), ProfileDocument::identity))
        .append("traits", list(profile.traits(), ProfileDocument::trait))
        .append("counts", list(profile.counts(), (name, n) -> new Document("name", name).append("count", n)))
        .append("spent", list(profile.spent(), ProfileDocument::sum))
        .append("firstSeen", micros(profile.firstSeen()))
        .append("lastSeen", micros(profile.lastSeen()))
        .append("products", profile.products().stream().map(ProfileDocument::recent).toList())
        .append("categories", profile.categories().stream().map(ProfileDocument::recent).toList())
        .append("lastActivity", micros(profile.lastActivity()))
        .append("session", session(profile.session()))
        .append("ledger", list(profile.ledger(), ProfileDocument::ledger))
        .append("samePersons", profile.samePersons().stream().map(UUID::toString).toList());
  }

  static Profile profile(Document document) {
    return new Profile(
        UUID.fromString(document.getString("profile")),
        document.getLong("version"),
        map(document, "identities", "digest",
            one -> new LinkedIdentity(one.getString("namespace"), one.getString("value"))),
        map(document, "traits", "name", one -> new Trait(BsonValues.value(one.get("value")), time(one, "at"))),
        map(document, "counts", "name", one -> one.getLong("count")),
        map(document, "spent", "currency", one -> BsonValues.decimal(one.get("sum", Object.class))),
        instant(document.getLong("firstSeen")),
        instant(document.getLong("lastSeen")),
        recents(document, "products"),
        recents(document, "categories"),
        instant(document.getLong("lastActivity")),
        session(document),
        map(document, "ledger", "session", ProfileDocument::ledger),
        Collections.unmodifiableSet(
            new TreeSet<>(
                document.getList("samePersons", String.class).stream().map(UUID::fromString).toList())));
  }

  private static Document identity(String digest, LinkedIdentity identity) {
    return new Document("digest", digest)
        .append("namespace", identity.namespace())
        .append("value", identity.value());
  }

  private static Document trait(String name, Trait trait) {
    return new Document("name", name).append("value", BsonValues.of(trait.value())).append("at", micros(trait.at()));
  }

  private static Document sum(String currency, BigDecimal sum) {
    return new Document("currency", currency).append("sum", BsonValues.decimal(sum));
  }

  private static Document recent(Recent recent) {
    return new Document("id", recent.id()).append("at", micros(recent.at()));
  }

  private static @Nullable Document session(@Nullable CurrentSession session) {
    return session == null
        ? null
        : new Document("id", session.id())
            .append("derived", session.derived())
            .append("lastActivity", micros(session.lastActivity()));
  }

  private static @Nullable CurrentSession session(Document document) {
    Document session = document.get("session", Document.class);
    return session == null
        ? null
        : new CurrentSession(session.getString("id"), session.getBoolean("derived"), time(session, "lastActivity"));
  }

  private static Document ledger(String session, SessionLedger ledger) {
    List<Document> shown =
        ledger.shown().stream()
            .map(one -> new Document("placement", one.placement()).append("offer", one.offer()))
            .toList();
    return new Document("session", session).append("shown", shown);
  }

  private static SessionLedger ledger(Document document) {
    return new SessionLedger(
        document.getList("shown", Document.class).stream()
            .map(one -> new Shown(one.getString("placement"), one.getString("offer")))
            .toList());
  }

  private static List<Recent> recents(Document document, String field) {
    return document.getList(field, Document.class).stream()
        .map(one -> new Recent(one.getString("id"), time(one, "at")))
        .toList();
  }

  private static Instant time(Document document, String field) {
    return Objects.requireNonNull(instant(document.getLong(field)), field);
  }

  private static <V> List<Document> list(Map<String, V> map, BiFunction<String, V, Document> element) {
    List<Document> list = new ArrayList<>(map.size());
    map.forEach((key, value) -> list.add(element.apply(key, value)));
    return list;
  }

  private static <V> Map<String, V> map(Document document, String field, String key, Function<Document, V> value) {
    Map<String, V> map = new TreeMap<>();
    for (Document element : document.getList(field, Document.class)) {
      map.put(element.getString(key), value.apply(element));
    }
    return Collections.unmodifiableMap(map);
  }
}
