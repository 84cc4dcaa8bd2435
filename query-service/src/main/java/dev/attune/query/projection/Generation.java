package dev.attune.query.projection;

import org.bson.Document;

/**
 * One set of a projection's documents, folded from position 1 by one revision of the fold with one state of the
 * definitions. Two generations stand beside each other in collections of their own.
 *
 * @param projection name
 * @param number from 1
 * @param revision of the fold
 * @param definitions position of the definitions that it is pinned to; 0 if the projection depends on none
 * @param partitions of the topic
 * @param incarnation of the store that it is in
 */
public record Generation(
    String projection, int number, int revision, long definitions, int partitions, String incarnation) {

  /** {@code profile_1}. */
  public String id() {
    return projection + "_" + number;
  }

  /** Name of the consumer group. */
  String group() {
    return "attune-" + projection + "-" + number;
  }

  /**
   * Name of the collection of a view: {@code profile_1_0badcafe}. The incarnation is part of it, so that one who has not
   * noticed yet that the store was lost writes where nobody reads.
   */
  public String collection(String view) {
    return view + "_" + number + "_" + incarnation;
  }

  /** The manifest that pins it. */
  Document manifest() {
    return new Document("_id", id())
        .append("position", 1L)
        .append("projection", projection)
        .append("number", number)
        .append("revision", revision)
        .append("definitions", definitions)
        .append("partitions", partitions);
  }

  static Generation of(Document manifest, String incarnation) {
    return new Generation(
        manifest.getString("projection"),
        manifest.getInteger("number"),
        manifest.getInteger("revision"),
        manifest.getLong("definitions"),
        manifest.getInteger("partitions"),
        incarnation);
  }
}
