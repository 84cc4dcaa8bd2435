package dev.attune.query.projection;

import dev.attune.query.view.ViewStore;
import java.util.List;

/** All views of one generation: gathering documents are acknowledged before the first keyed one is written. */
final class Folding {

  private final List<ViewFold<?>> gathering;
  private final List<ViewFold<?>> keyed;

  /**
   * @param cacheBytes memory for the states of each view, roughly
   */
  Folding(Projection projection, Generation generation, ViewStore store, long cacheBytes) {
    List<ViewFold<?>> folds =
        projection.views().stream().<ViewFold<?>>map(view -> fold(view, generation, store, cacheBytes)).toList();
    gathering = folds.stream().filter(fold -> fold.kind() == View.Kind.GATHERING).toList();
    keyed = folds.stream().filter(fold -> fold.kind() == View.Kind.KEYED).toList();
  }

  private static <S> ViewFold<S> fold(View<S> view, Generation generation, ViewStore store, long cacheBytes) {
    return new ViewFold<>(view, generation, store, cacheBytes);
  }

  /** Folds a batch; everything is acknowledged when it returns. */
  void apply(List<Recorded> batch) {
    gathering.forEach(fold -> fold.apply(batch));
    keyed.forEach(fold -> fold.apply(batch));
  }

  /** Drops what is remembered of documents. */
  void forget() {
    gathering.forEach(ViewFold::forget);
    keyed.forEach(ViewFold::forget);
  }
}
