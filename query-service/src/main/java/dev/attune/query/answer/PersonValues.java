package dev.attune.query.answer;

import dev.attune.contracts.value.Value;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** What a view knows of each person under a key: what people can be found and sorted by, whoever folds it. */
public interface PersonValues {

  /**
   * Gets ready to read the values of many people; waits for the position.
   *
   * @param now the moment that they are to be of
   * @throws dev.attune.query.problem.Problem {@code bad-request} if there is no such key, {@code catching-up} if its
   *     documents are still being folded
   */
  Reader of(String key, MinPosition least, Instant now);

  /** Reads values from one generation. */
  interface Reader {
    /** The values of people by their ids; nobody is missing. */
    Map<String, Value> values(Collection<String> ids);
  }
}
