package dev.attune.query.projection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.attune.query.view.Guarded;
import dev.attune.query.view.ViewStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final Cache<String, Held<S>> remembered;
  private final WriteBehind behind;

  /**
   * @param behind what is being written: awaited before anything is read
   */
  ViewFold(View<S> view, Generation generation, ViewStore store, long cacheBytes, WriteBehind behind) {
    this.view = view;
    this.generation = generation;
    this.store = store;
    this.behind = behind;
    this.collection = generation.collection(view.name());
    this.remembered =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .executor(Runnable::run)
            .weigher((String id, Held<S> held) -> 96 + view.weight(held.state()))
            .build();
    store.prepare(collection);
  }

  View<S> view() {
    return view;
  }

  void forget() {
    remembered.invalidateAll();
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

  /** Folds transitions in memory. */
  ViewBatch<S> told(List<Told> transitions, String suffix) {
    return ViewBatch.of(this, Steps.told(view, transitions), suffix);
  }

  /** States remembered or read; nothing for ids that are hardly in the store yet. */
  Map<String, Held<S>> known(Collection<Steps> wanted, String suffix) {
    Map<String, Held<S>> known = HashMap.newHashMap(wanted.size());
    Map<String, String> unknown = new HashMap<>();
    for (Steps steps : wanted) {
      Held<S> held = remembered.getIfPresent(steps.id() + suffix);
      if (held != null) {
        known.put(steps.id(), held);
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
    behind.await();
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

  void remember(String documentId, Held<S> held) {
    remembered.put(documentId, held);
  }

  void forget(Collection<String> documentIds) {
    remembered.invalidateAll(documentIds);
  }

  ReadAhead history() {
    behind.await();
    return new ReadAhead(generation, store);
  }

  String collection() {
    return collection;
  }

  private Held<S> held(String id, @Nullable Document document) {
    return document == null
        ? empty(id)
        : new Held<>(view.state(id, document), document.getLong(ViewStore.POSITION));
  }
}
