package dev.attune.query.projection;

import com.github.benmanes.caffeine.cache.Cache;
import dev.attune.query.view.ViewStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All views of one generation. A batch is folded in memory, then written: documents that gather and those of transitions
 * are acknowledged before the first keyed one is written. A keyed document in the store thereby says that whatever its
 * events meant for others is in the store as well, and a crash in between folds the same again, with the same result.
 */
final class Folding {

  /** Between the id of a gathering document and the key whose parked events it holds. */
  static final String PARKED = "~";

  /** Below so many events the threads cost more than they bring. */
  static final int LARGE = 256;

  private final List<ViewFold<?>> gathering;
  private final List<ViewFold<?>> transitions;
  private final List<ViewFold<?>> keyed;
  private final Lanes lanes;

  /**
   * @param cacheBytes memory for the states of each view, roughly
   * @param lanes keyed documents of large batches are folded and written side by side
   */
  Folding(List<View<?>> views, Generation generation, ViewStore store, long cacheBytes, Lanes lanes) {
    this.lanes = lanes;
    List<ViewFold<?>> folds =
        views.stream().<ViewFold<?>>map(view -> fold(view, generation, store, cacheBytes)).toList();
    gathering = of(View.Kind.GATHERING, folds);
    transitions = of(View.Kind.TRANSITION, folds);
    keyed = of(View.Kind.KEYED, folds);
  }

  private static <S> ViewFold<S> fold(View<S> view, Generation generation, ViewStore store, long cacheBytes) {
    return new ViewFold<>(view, generation, store, cacheBytes);
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

  /** Folds events of one key that were parked: what they add to gathering documents is kept in documents of their own. */
  void applyParked(List<Recorded> batch, String key) {
    apply(batch, PARKED + key);
  }

  private void apply(List<Recorded> batch, String suffix) {
    List<ViewBatch<?>> gathered = new ArrayList<>();
    gathering.forEach(fold -> gathered.add(fold.fold(batch, suffix)));
    Lanes side = batch.size() < LARGE ? Lanes.ONE : lanes;
    List<List<ViewBatch<?>>> own = folded(batch, side);
    if (!transitions.isEmpty()) {
      List<Told> told = own.stream().flatMap(List::stream).flatMap(one -> one.told().stream()).toList();
      transitions.forEach(fold -> gathered.add(fold.told(told, suffix)));
    }
    try {
      gathered.forEach(ViewBatch::write);
      own.forEach(parts -> side.all(parts.stream().map(Folding::written).toList()));
    } catch (PoisonException e) {
      throw e.late();
    }
  }

  /** What the keyed views make of a batch: each in parts that have no document in common. */
  private List<List<ViewBatch<?>>> folded(List<Recorded> batch, Lanes side) {
    List<Supplier<ViewBatch<?>>> parts = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (ViewFold<?> fold : keyed) {
      List<Supplier<ViewBatch<?>>> some = fold.parts(batch, side.count());
      sizes.add(some.size());
      parts.addAll(some);
    }
    List<ViewBatch<?>> all = side.all(parts);
    List<List<ViewBatch<?>>> own = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      own.add(all.subList(from, from + size));
      from += size;
    }
    return own;
  }

  private static Supplier<Boolean> written(ViewBatch<?> part) {
    return () -> {
      part.write();
      return true;
    };
  }

  /**
   * Writes a document as it must be, and drops what is remembered of it.
   *
   * @return false if another writer was faster
   */
  boolean mend(Anew anew) {
    return keyed.stream().filter(fold -> fold.view().name().equals(anew.view())).anyMatch(fold -> fold.mend(anew));
  }

  /** The states in memory, by view. */
  Map<String, Cache<?, ?>> caches() {
    Map<String, Cache<?, ?>> caches = new TreeMap<>();
    all().forEach(fold -> caches.put(fold.view().name(), fold.remembered()));
    return caches;
  }

  /** Drops what is remembered of documents. */
  void forget() {
    all().forEach(ViewFold::forget);
  }

  /** Drops what is remembered of documents whose events come from a partition: it is read to its end. */
  void forget(int partition) {
    all().forEach(fold -> fold.forget(partition));
  }

  private Stream<ViewFold<?>> all() {
    return Stream.of(gathering, transitions, keyed).flatMap(List::stream);
  }
}
