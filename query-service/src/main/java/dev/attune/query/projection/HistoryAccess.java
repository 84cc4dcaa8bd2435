package dev.attune.query.projection;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Reads chunks of the generation that is folded. */
@FunctionalInterface
public interface HistoryAccess {

  /**
   * A chunk that is in the store; null if there is none. What {@link NeedsHistoryException} named has been read already,
   * together with that of other documents; anything else is read now.
   *
   * @param view as {@link Chunk#view}
   */
  @Nullable Document find(String view, String id);
}
