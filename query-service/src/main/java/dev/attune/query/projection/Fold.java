package dev.attune.query.projection;

import dev.attune.core.definition.Insights;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One revision of how the events of a projection become documents.
 *
 * @param revision raised whenever the same events and definitions give other documents
 * @param keys what of the definitions the documents depend on; null if on none
 * @param views what folds
 */
public record Fold(int revision, @Nullable Keys keys, Views views) {

  /** A fold that depends on no definition. */
  public static Fold fixed(int revision, List<View<?>> views) {
    return new Fold(revision, null, (insights, some) -> views);
  }

  /** True if its documents depend on definitions. */
  public boolean followsDefinitions() {
    return keys != null;
  }

  /** What is wanted by these definitions; empty if the fold depends on none. */
  SortedMap<String, String> wanted(Insights insights) {
    return keys == null ? Collections.emptySortedMap() : new TreeMap<>(keys.of(insights));
  }

  /**
   * Names the definitions that a fold depends on, each with its version: {@code metric/orders} and {@code 3}. A version
   * is any text that differs whenever the documents of the key would; an audience whose rule uses a metric has the
   * metric's version in its own.
   */
  @FunctionalInterface
  public interface Keys {
    /** The keys that are in force, with their versions. */
    SortedMap<String, String> of(Insights insights);
  }

  /** Makes the views of one generation. */
  @FunctionalInterface
  public interface Views {
    /**
     * The views that fold these keys and no others.
     *
     * @param insights the definitions as of the generation's position
     * @param keys that the generation folds; empty if the fold depends on no definitions
     */
    List<View<?>> of(Insights insights, Set<String> keys);
  }
}
