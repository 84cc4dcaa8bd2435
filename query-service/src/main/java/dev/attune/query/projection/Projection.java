package dev.attune.query.projection;

import dev.attune.core.definition.Insights;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Views that are folded together, in a consumer group of their own per generation, and rebuilt together.
 *
 * @param name {@code [a-z]+}; part of collection and group names
 * @param fold the current revision: gathering views are written first, then keyed ones in the order given
 * @param previous the revision before, whose generations are still folded until they are retired; null if there is none
 * @param readable which revisions' documents can be read, though not folded, by this release
 * @param pace how often it folds once it has caught up
 */
public record Projection(
    String name, Fold fold, @Nullable Fold previous, IntPredicate readable, Pace pace) {

  private static final IntPredicate NONE = revision -> false;

  /** A projection that depends on no definitions and folds each event as soon as it comes. */
  public Projection(String name, int revision, List<View<?>> views) {
    this(name, revision, views, Pace.AT_ONCE);
  }

  /** A projection that depends on no definitions. */
  public Projection(String name, int revision, List<View<?>> views, Pace pace) {
    this(name, Fold.fixed(revision, views), null, NONE, pace);
  }

  /** A projection of which there is one revision. */
  public Projection(String name, Fold fold, Pace pace) {
    this(name, fold, null, NONE, pace);
  }

  /** The same with the revision before, for the time that its generations live on. */
  public Projection after(Fold before) {
    return new Projection(name, fold, before, readable, pace);
  }

  /** The current revision. */
  public int revision() {
    return fold.revision();
  }

  /** The views as they are without any definition. */
  public List<View<?>> views() {
    return fold.views().of(Insights.NONE, Set.of());
  }

  /** The fold of a revision; null if this release has none. */
  @Nullable Fold fold(int revision) {
    if (revision == fold.revision()) {
      return fold;
    }
    return previous != null && previous.revision() == revision ? previous : null;
  }

  /** True if documents of the revision can be answered from. */
  boolean reads(int revision) {
    return fold(revision) != null || readable.test(revision);
  }
}
