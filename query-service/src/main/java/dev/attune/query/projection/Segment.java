package dev.attune.query.projection;

import org.jspecify.annotations.Nullable;

/**
 * Where the documents of a definition are.
 *
 * @param key of the definition, as {@link Fold.Keys} names it
 * @param wanted the version that is in force
 * @param generation that answers for it; null if none does yet
 * @param version that this generation folds: an older one until the wanted one has been built; null if there is no
 *     generation
 * @param building what is being built for the wanted version; null if nothing is
 */
public record Segment(
    String key,
    String wanted,
    @Nullable Generation generation,
    @Nullable String version,
    @Nullable GenerationStatus building) {

  /** True if what is answered is of the version in force. */
  public boolean isCurrent() {
    return wanted.equals(version);
  }
}
