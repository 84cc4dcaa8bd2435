package dev.attune.query.projection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.attune.query.view.Guarded;
import dev.attune.query.view.ViewStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one view of one generation. Remembers the states of those last written, so that a busy key is not read
 * again; the compare-and-set tells when another writer made that memory old.
 */
final class ViewFold<S> {

  private final View<S> view;
  private final Generation generation;
  private final ViewStore store;
  private final String collection;
  private final Cache<String, Kept<S>> remembered;

  ViewFold(View<S> view, Generation generation, ViewStore store, long cacheBytes) {
    this.view = view;
    this.generation = generation;
    this.store = store;
    this.collection = generation.collection(view.name());
    this.remembered =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .executor(Runnable::run)
            .recordStats()
            .weigher((String id, Kept<S> kept) -> 96 + view.weight(kept.held().state()))
            .build();
    store.prepare(collection);
    view.indexed().forEach(field -> store.index(collection, field));
  }

  View<S> view() {
    return view;
  }

  /** The states in memory. */
  Cache<String, ?> remembered() {
    return remembered;
  }

  void forget() {
    remembered.invalidateAll();
  }

  /** Forgets what came from a partition. */
  void forget(int partition) {
    remembered.asMap().values().removeIf(kept -> kept.partition() == partition);
  }

  /**
   * Folds events, in order, in memory.
   *
   * @param suffix of the ids of the documents that they go to; empty but for what was parked
   * @throws PoisonException if one of them cannot be folded
   * @throws HistoryHoleException if a document lacks what must have come before
   */
  ViewBatch<S> fold(List<Recorded> events, String suffix) {
    return ViewBatch.of(this, Steps.of(view, events), suffix);
  }

  /**
   * As {@link #fold}, of an empty suffix, in parts that can be folded and written side by side: no document is in two.
   *
   * @param most parts
   */
  List<Supplier<ViewBatch<?>>> parts(List<Recorded> events, int most) {
    return Steps.split(Steps.of(view, events), most).stream()
        .<Supplier<ViewBatch<?>>>map(some -> () -> ViewBatch.of(this, some, ""))
        .toList();
  }

  /** Folds transitions in memory. */
  ViewBatch<S> told(List<Told> transitions, String suffix) {
    return ViewBatch.of(this, Steps.told(view, transitions), suffix);
  }

  /** States remembered or read; nothing for ids that are hardly in the store yet. */
  Map<String, Held<S>> known(Collection<Steps> wanted, String suffix) {
    Map<String, Held<S>> known = HashMap.newHashMap(wanted.size());
    Map<String, String> unknown = new HashMap<>();
    for (Steps steps : wanted) {
      Kept<S> kept = remembered.getIfPresent(steps.id() + suffix);
      if (kept != null) {
        known.put(steps.id(), kept.held());
      } else if (!steps.begins(view)) {
        unknown.put(steps.id(), steps.id() + suffix);
      }
    }
    if (!unknown.isEmpty()) {
      known.putAll(stored(unknown));
    }
    return known;
  }

  /**
   * States as they are in the store.
   *
   * @param ids of what is folded, each with that of its document
   */
  Map<String, Held<S>> stored(Map<String, String> ids) {
    Map<String, Held<S>> states = HashMap.newHashMap(ids.size());
    Map<String, Document> documents = store.find(collection, ids.values());
    ids.forEach((id, documentId) -> states.put(id, held(id, documents.get(documentId))));
    return states;
  }

  Held<S> empty(String id) {
    return new Held<>(view.empty(id), 0);
  }

  Guarded write(String documentId, long before, Held<S> after) {
    Document document = new Document("_id", documentId).append(ViewStore.POSITION, after.position());
    document.putAll(view.document(after.state()));
    return new Guarded(before, document);
  }

  /** Writes chunks, and then the documents that build on them; ids of the documents that were refused. */
  Set<String> write(Map<String, List<Document>> chunks, List<Guarded> documents) {
    chunks.forEach((name, some) -> store.put(generation.collection(name), some));
    return store.write(collection, documents);
  }

  void remember(String documentId, Kept<S> kept) {
    remembered.put(documentId, kept);
  }

  void forget(Collection<String> documentIds) {
    remembered.invalidateAll(documentIds);
  }

  /**
   * Writes a document as it must be, and drops what is remembered of it.
   *
   * @return false if another writer was faster
   */
  boolean mend(Anew anew) {
    Document stored = anew.stored();
    Document right = anew.right();
    forget(List.of(anew.id()));
    if (right == null) {
      store.remove(collection, List.of(anew.id()));
      return true;
    }
    Map<String, List<Document>> chunks = new HashMap<>();
    anew.chunks()
        .forEach(chunk -> chunks.computeIfAbsent(chunk.view(), name -> new ArrayList<>()).add(chunk.document()));
    Long before = stored == null ? Long.valueOf(0) : stored.get(ViewStore.POSITION, Long.class);
    if (before == null) {
      // nothing that a writer by the rules would have written
      store.remove(collection, List.of(anew.id()));
    }
    return write(chunks, List.of(new Guarded(before == null ? 0 : before, right))).isEmpty();
  }

  ReadAhead history() {
    return new ReadAhead(generation, store);
  }

  String collection() {
    return collection;
  }

  private Held<S> held(String id, @Nullable Document document) {
    if (document == null) {
      return empty(id);
    }
    Long position = document.get(ViewStore.POSITION, Long.class);
    if (position == null) {
      throw new HistoryHoleException("Document %s of %s does not say how far it is".formatted(id, collection));
    }
    return new Held<>(view.state(id, document), position);
  }
}
