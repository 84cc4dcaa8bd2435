package dev.attune.query.view;

import org.bson.Document;

/**
 * A document to be written by compare-and-set.
 *
 * @param before position of the stored document that it replaces; 0 if there is none yet
 * @param document with its {@code _id} and its {@code position}
 */
public record Guarded(long before, Document document) {

  /** The document's id. */
  public String id() {
    return document.getString("_id");
  }

  /** The document's new position. */
  public long position() {
    return document.getLong(ViewStore.POSITION);
  }
}
