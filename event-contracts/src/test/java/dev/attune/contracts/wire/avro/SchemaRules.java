package dev.attune.contracts.wire.avro;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** What a change of the schemas must not do. Each broken rule is a sentence that says what to do instead. */
final class SchemaRules {

  private SchemaRules() {}

  /** @param revisions of one event type, oldest first */
  static List<String> brokenIn(String name, List<Schema> revisions) {
    List<String> broken = new ArrayList<>();
    Schema newest = revisions.get(revisions.size() - 1);
    for (int i = 0; i < revisions.size(); i++) {
      var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(newest, revisions.get(i));
      if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
        broken.add(
            "%s: revision %d cannot read what revision %d wrote (%s). %s"
                .formatted(
                    name,
                    revisions.size(),
                    i + 1,
                    compatibility.getResult().getIncompatibilities().get(0).getMessage(),
                    "Give new fields a default, renamed ones an alias, or make it an event type of its own."));
      }
    }
    for (Schema.Field field : newest.getFields()) {
      if (EventSchemas.isPersonal(field) && !field.hasDefaultValue()) {
        broken.add(
            "%s: the personal field '%s' has no default. Give it one: it is what is read once the person is forgotten."
                .formatted(name, field.name()));
      }
    }
    return broken;
  }

  /**
   * @param released SHA-256 by path, as noted down at the release
   * @param files contents by path, as they are now
   */
  static List<String> brokenIn(Map<String, String> released, Map<String, String> files) {
    List<String> broken = new ArrayList<>();
    new TreeMap<>(released)
        .forEach(
            (path, sum) -> {
              String now = files.get(path);
              if (now == null) {
                broken.add(path + " was released and is gone. Put it back: events written with it must stay readable.");
              } else if (!sha256(now).equals(sum)) {
                broken.add(
                    path
                        + " was released and has changed. Put it back as it was and add a new revision: a file with the"
                        + " next number beside it, and that number in @Stored.");
              }
            });
    for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
      if (!released.containsKey(file.getKey())) {
        broken.add(
            "%s is not in schemas/released.sha256. When it is final, add the line: %s  %s"
                .formatted(file.getKey(), sha256(file.getValue()), file.getKey()));
      }
    }
    return broken;
  }

  static String sha256(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
