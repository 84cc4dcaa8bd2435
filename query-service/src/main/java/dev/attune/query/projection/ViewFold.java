package dev.attune.query.projection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.attune.query.view.Guarded;
import dev.attune.query.view.ViewStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Folds events into the documents of one view of one generation. Remembers the states of the documents last written, so
 * that a busy key is not read again; the compare-and-set tells when another writer made that memory old.
 */
final class ViewFold<S> {

  private static final int ATTEMPTS = 20;

  private final View<S> view;
  private final Generation generation;
  private final ViewStore store;
  private final String collection;
  private final Cache<String, Held<S>> remembered;

  ViewFold(View<S> view, Generation generation, ViewStore store, long cacheBytes) {
    this.view = view;
    this.generation = generation;
    this.store = store;
    this.collection = generation.collection(view.name());
    this.remembered =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .executor(Runnable::run)
            .weigher((String id, Held<S> held) -> 96 + view.weight(held.state()))
            .build();
    store.prepare(collection);
  }

  View.Kind kind() {
    return view.kind();
  }

  void forget() {
    remembered.invalidateAll();
  }

  /**
   * Folds events, in order, into their documents and writes those, with the chunks before them.
   *
   * @throws HistoryHoleException if a document lacks what must have come before
   */
  void apply(List<Recorded> events) {
    Map<String, List<Recorded>> byId = new LinkedHashMap<>();
    for (Recorded event : events) {
      for (String id : view.ids(event)) {
        byId.computeIfAbsent(id, some -> new ArrayList<>(4)).add(event);
      }
    }
    Map<String, Held<S>> before = known(byId);
    Collection<String> open = byId.keySet();
    for (int attempt = 0; !open.isEmpty(); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new OvertakenException("Other writers are always faster in " + collection);
      }
      Set<String> refused = write(open, byId, before);
      refused.forEach(remembered::invalidate);
      before.putAll(stored(refused));
      open = refused;
    }
  }

  private Set<String> write(Collection<String> ids, Map<String, List<Recorded>> byId, Map<String, Held<S>> before) {
    List<Guarded> writes = new ArrayList<>(ids.size());
    Map<String, Held<S>> after = HashMap.newHashMap(ids.size());
    Map<String, List<Document>> chunks = new HashMap<>();
    for (String id : ids) {
      Held<S> held = before.getOrDefault(id, new Held<>(view.empty(id), 0));
      Held<S> folded = fold(held, byId.getOrDefault(id, List.of()));
      if (folded.position() > held.position()) {
        for (Chunk chunk : view.chunks(folded.state())) {
          chunks.computeIfAbsent(chunk.view(), name -> new ArrayList<>()).add(chunk.document());
        }
        writes.add(new Guarded(held.position(), document(id, folded)));
      }
      after.put(id, new Held<>(view.settled(folded.state()), folded.position()));
    }
    chunks.forEach((name, documents) -> store.put(generation.collection(name), documents));
    Set<String> refused = store.write(collection, writes);
    after.forEach(
        (id, held) -> {
          if (!refused.contains(id)) {
            remembered.put(id, held);
          }
        });
    return refused;
  }

  private Held<S> fold(Held<S> held, List<Recorded> events) {
    S state = held.state();
    long position = held.position();
    for (Recorded event : events) {
      if (event.position() > position) {
        state = evolved(state, event);
        position = event.position();
      }
    }
    return new Held<>(state, position);
  }

  private S evolved(S state, Recorded event) {
    try {
      return view.evolve(state, event);
    } catch (HistoryHoleException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new PoisonException(view.name(), event, e);
    }
  }

  private Document document(String id, Held<S> held) {
    Document document = new Document("_id", id).append(ViewStore.POSITION, held.position());
    document.putAll(view.document(held.state()));
    return document;
  }

  /** States remembered or read; nothing for ids that are hardly in the store yet. */
  private Map<String, Held<S>> known(Map<String, List<Recorded>> byId) {
    Map<String, Held<S>> known = HashMap.newHashMap(byId.size());
    List<String> unknown = new ArrayList<>();
    byId.forEach(
        (id, events) -> {
          Held<S> held = remembered.getIfPresent(id);
          if (held != null) {
            known.put(id, held);
          } else if (!view.begins(events.getFirst())) {
            unknown.add(id);
          }
        });
    known.putAll(stored(unknown));
    return known;
  }

  private Map<String, Held<S>> stored(Collection<String> ids) {
    Map<String, Held<S>> states = HashMap.newHashMap(ids.size());
    if (!ids.isEmpty()) {
      Map<String, Document> documents = store.find(collection, ids);
      for (String id : ids) {
        states.put(id, held(id, documents.get(id)));
      }
    }
    return states;
  }

  private Held<S> held(String id, @Nullable Document document) {
    return document == null
        ? new Held<>(view.empty(id), 0)
        : new Held<>(view.state(id, document), document.getLong(ViewStore.POSITION));
  }

  /** A state and the position that it has come to. */
  private record Held<S>(S state, long position) {}
}
