package dev.attune.query.projection;

import java.util.List;
import org.bson.Document;

/**
 * What the gate found when it looked at a generation.
 *
 * @param passed it may go live
 * @param binding the documents must equal those that are live: the fold and the definitions are the same
 * @param counted documents in the collections whose sizes were compared
 * @param compared documents whose contents were compared, by hash
 * @param differing how many of them differ
 * @param findings for people: what differs, by collection and field
 */
public record GateReport(
    boolean passed, boolean binding, long counted, long compared, long differing, List<String> findings) {

  Document document() {
    return new Document("passed", passed)
        .append("binding", binding)
        .append("counted", counted)
        .append("compared", compared)
        .append("differing", differing)
        .append("findings", findings);
  }

  static GateReport of(Document document) {
    return new GateReport(
        document.getBoolean("passed"),
        document.getBoolean("binding"),
        document.getLong("counted"),
        document.getLong("compared"),
        document.getLong("differing"),
        document.getList("findings", String.class));
  }
}
