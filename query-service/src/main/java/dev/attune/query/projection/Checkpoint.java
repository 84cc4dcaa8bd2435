package dev.attune.query.projection;

import org.bson.Document;

/**
 * How far a generation has come in a partition. It lives in the view store only, beside the documents that it is about.
 *
 * @param partition of the topic
 * @param position last one that was folded; 0 if none
 * @param offset of the record after it
 * @param epoch of that event
 * @param topicId Kafka's id of the topic that the offset belongs to
 */
record Checkpoint(int partition, long position, long offset, int epoch, String topicId) {

  static Checkpoint start(int partition, String topicId) {
    return new Checkpoint(partition, 0, 0, 0, topicId);
  }

  static String id(Generation generation, int partition) {
    return generation.id() + "/" + partition;
  }

  Document document(Generation generation) {
    return new Document("_id", id(generation, partition))
        .append("position", position)
        .append("partition", partition)
        .append("offset", offset)
        .append("epoch", epoch)
        .append("topicId", topicId)
        .append("incarnation", generation.incarnation());
  }

  static Checkpoint of(Document document) {
    return new Checkpoint(
        document.getInteger("partition"),
        document.getLong("position"),
        document.getLong("offset"),
        document.getInteger("epoch"),
        document.getString("topicId"));
  }
}
