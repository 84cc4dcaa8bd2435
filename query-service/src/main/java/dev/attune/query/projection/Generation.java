package dev.attune.query.projection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.Document;

/**
 * One set of a projection's documents, folded from position 1 by one revision of the fold with one state of the
 * definitions. Generations stand beside each other in collections of their own.
 *
 * @param projection name
 * @param number from 1
 * @param revision of the fold
 * @param definitions position of the definitions that it is pinned to; 0 if the projection depends on none
 * @param keys the definitions that it folds, with their versions, as {@link Fold.Keys} names them
 * @param partitions of the topic
 * @param incarnation of the store that it is in
 */
public record Generation(
    String projection,
    int number,
    int revision,
    long definitions,
    SortedMap<String, String> keys,
    int partitions,
    String incarnation) {

  public Generation {
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
  }

  /** {@code profile_1}. */
  public String id() {
    return projection + "_" + number;
  }

  /** Name of the consumer group. */
  String group() {
    return "attune-" + projection + "-" + number;
  }

  /**
   * Name of the collection of a view: {@code identity_profile_1_0badcafe}. The incarnation is part of it, so that one who
   * has not noticed yet that the store was lost writes where nobody reads.
   */
  public String collection(String view) {
    return view + suffix();
  }

  /** What the names of all its collections end in. */
  String suffix() {
    return "_" + id() + "_" + incarnation;
  }

  /** The manifest that pins it. */
  Document manifest() {
    List<Document> pinned = new ArrayList<>(keys.size());
    keys.forEach((key, version) -> pinned.add(new Document("key", key).append("version", version)));
    return new Document("number", number)
        .append("revision", revision)
        .append("definitions", definitions)
        .append("keys", pinned)
        .append("partitions", partitions);
  }

  static Generation of(String projection, Document manifest, String incarnation) {
    SortedMap<String, String> keys = new TreeMap<>();
    for (Document key : manifest.getList("keys", Document.class)) {
      keys.put(key.getString("key"), key.getString("version"));
    }
    return new Generation(
        projection,
        manifest.getInteger("number"),
        manifest.getInteger("revision"),
        manifest.getLong("definitions"),
        keys,
        manifest.getInteger("partitions"),
        incarnation);
  }
}
