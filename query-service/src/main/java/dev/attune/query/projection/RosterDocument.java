package dev.attune.query.projection;

import org.bson.Document;

/** A roster as the store keeps it. */
final class RosterDocument {

  private RosterDocument() {}

  /** The document of the roster's next change. */
  static Document next(Roster roster) {
    return new Document("_id", roster.projection())
        .append("position", roster.change() + 1)
        .append("last", roster.last())
        .append("revision", roster.revision())
        .append("members", roster.members().stream().map(Member::document).toList())
        .append("live", roster.live())
        .append("back", roster.back());
  }

  /** The roster of a document. */
  static Roster roster(Document document, String incarnation) {
    String projection = document.getString("_id");
    return new Roster(
        projection,
        incarnation,
        document.getLong("position"),
        document.getInteger("last"),
        document.getInteger("revision"),
        document.getList("members", Document.class).stream()
            .map(member -> Member.of(projection, member, incarnation))
            .toList(),
        document.getList("live", Integer.class),
        document.getList("back", Integer.class));
  }
}
