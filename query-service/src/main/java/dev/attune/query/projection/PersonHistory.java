package dev.attune.query.projection;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads all records of one person, from the first one on, as they came. */
public interface PersonHistory {

  /**
   * @param most how many at most
   * @return encoded, oldest first; null if there is no such person or if there are more
   * @throws HistoryHoleException if one is missing
   */
  @Nullable List<byte[]> of(UUID person, int most);

  /** True if everything of the person up to a position is in it. */
  boolean hasReached(UUID person, long position);
}
