package dev.attune.query.projection;

import dev.attune.query.view.ViewStore;
import java.util.ArrayList;
import java.util.List;

/**
 * All views of one generation. A batch is folded in memory, then written: documents that gather and those of transitions
 * are acknowledged before the first keyed one is written. A keyed document in the store thereby says that whatever its
 * events meant for others is in the store as well, and a crash in between folds the same again, with the same result.
 */
final class Folding {

  /** Between the id of a gathering document and the key whose parked events it holds. */
  static final String PARKED = "~";

  private final List<ViewFold<?>> gathering;
  private final List<ViewFold<?>> transitions;
  private final List<ViewFold<?>> keyed;
  private final WriteBehind behind = new WriteBehind();

  /**
   * @param cacheBytes memory for the states of each view, roughly
   */
  Folding(List<View<?>> views, Generation generation, ViewStore store, long cacheBytes) {
    List<ViewFold<?>> folds =
        views.stream().<ViewFold<?>>map(view -> fold(view, generation, store, cacheBytes, behind)).toList();
    gathering = of(View.Kind.GATHERING, folds);
    transitions = of(View.Kind.TRANSITION, folds);
    keyed = of(View.Kind.KEYED, folds);
  }

  private static <S> ViewFold<S> fold(
      View<S> view, Generation generation, ViewStore store, long cacheBytes, WriteBehind behind) {
    return new ViewFold<>(view, generation, store, cacheBytes, behind);
  }

  private static List<ViewFold<?>> of(View.Kind kind, List<ViewFold<?>> folds) {
    return folds.stream().filter(fold -> fold.view().kind() == kind).toList();
  }

  /**
   * Folds a batch; everything is acknowledged when it returns.
   *
   * @throws PoisonException if an event cannot be folded; unless it says that it is late, nothing was written
   */
  void apply(List<Recorded> batch) {
    apply(batch, "");
  }

  /**
   * Folds a batch and begins to write it; the next one may be folded meanwhile. A write that fails is told of by a later
   * call, and what is remembered is wrong then: it must be forgotten, and the log folded from the stored checkpoint on.
   *
   * @param acknowledged called on another thread once everything is
   * @throws PoisonException if an event cannot be folded; nothing of the batch was written
   */
  void applyBehind(List<Recorded> batch, Runnable acknowledged) {
    Folded folded = fold(batch, "");
    folded.all().forEach(ViewBatch::remember);
    behind.write(
        () -> {
          folded.all().forEach(ViewBatch::writeOnce);
          acknowledged.run();
        });
  }

  /** Waits until everything is acknowledged; throws what a write threw. */
  void await() {
    behind.await();
  }

  /** Throws what a write threw that is over. */
  void look() {
    behind.look();
  }

  /** Folds events of one key that were parked: what they add to gathering documents is kept in documents of their own. */
  void applyParked(List<Recorded> batch, String key) {
    apply(batch, PARKED + key);
  }

  private void apply(List<Recorded> batch, String suffix) {
    behind.await();
    Folded folded = fold(batch, suffix);
    try {
      folded.all().forEach(ViewBatch::write);
    } catch (PoisonException e) {
      throw e.late();
    }
  }

  /** A batch in memory, in the order in which it is to be written. */
  private record Folded(List<ViewBatch<?>> all) {}

  private Folded fold(List<Recorded> batch, String suffix) {
    List<ViewBatch<?>> gathered = new ArrayList<>();
    gathering.forEach(fold -> gathered.add(fold.fold(batch, suffix)));
    List<ViewBatch<?>> own = new ArrayList<>();
    keyed.forEach(fold -> own.add(fold.fold(batch, "")));
    if (!transitions.isEmpty()) {
      List<Told> told = own.stream().flatMap(one -> one.told().stream()).toList();
      transitions.forEach(fold -> gathered.add(fold.told(told, suffix)));
    }
    gathered.addAll(own);
    return new Folded(gathered);
  }

  /** Drops what is remembered of documents, once nothing is being written any more. */
  void forget() {
    behind.abandon();
    gathering.forEach(ViewFold::forget);
    transitions.forEach(ViewFold::forget);
    keyed.forEach(ViewFold::forget);
  }
}
