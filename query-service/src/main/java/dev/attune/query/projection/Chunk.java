package dev.attune.query.projection;

import org.bson.Document;

/**
 * A part of a history that is too long for one document. Its id says all of its content, so it may be written again.
 *
 * @param view collection that it belongs in, as {@link View#name}
 * @param id within the collection
 * @param content without {@code _id}
 */
public record Chunk(String view, String id, Document content) {

  /** The document to write. */
  Document document() {
    Document document = new Document("_id", id);
    document.putAll(content);
    return document;
  }
}
