package dev.attune.query.projection;

import dev.attune.query.view.ViewStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Compares the documents of one person in one generation with the fold of the person's history: those of keyed views that
 * bear the person's id. What concerns many people, and the content of chunks, is not looked at. Thread-safe.
 */
final class PersonCheck {

  private final List<View<?>> views;
  private final Generation generation;
  private final ViewStore store;

  PersonCheck(List<View<?>> views, Generation generation, ViewStore store) {
    this.views = views.stream().filter(view -> view.kind() == View.Kind.KEYED).toList();
    this.generation = generation;
    this.store = store;
  }

  /**
   * What was in the store at a moment.
   *
   * @param id of the person
   * @param readable everything up to here was in the documents by then
   * @param documents by view
   */
  record Seen(String id, long readable, Map<String, Document> documents) {

    private long position(String view) {
      Document document = documents.get(view);
      Long position = document == null ? null : document.get(ViewStore.POSITION, Long.class);
      return position == null ? 0 : position;
    }

    /** The last position that some of the documents claim to have. */
    long position() {
      return documents.keySet().stream().mapToLong(this::position).max().orElse(0);
    }
  }

  /**
   * Reads the documents.
   *
   * @param readable everything up to here is in them already
   */
  Seen read(String id, long readable) {
    Map<String, Document> documents = new HashMap<>();
    for (View<?> view : views) {
      Document document = store.find(generation.collection(view.name()), id);
      if (document != null) {
        documents.put(view.name(), document);
      }
    }
    return new Seen(id, readable, documents);
  }

  /**
   * What differs.
   *
   * @param history of the person, read after the documents
   * @param head last position of the log, or one before it
   * @throws HistoryHoleException if the history itself lacks something
   * @throws PoisonException if an event cannot be folded
   */
  List<Anew> differing(Seen seen, List<Recorded> history, long head) {
    List<Anew> differing = new ArrayList<>();
    for (View<?> view : views) {
      Anew anew = compared(view, seen, history, head);
      if (anew != null) {
        differing.add(anew);
      }
    }
    return differing;
  }

  private <S> @Nullable Anew compared(View<S> view, Seen seen, List<Recorded> history, long head) {
    Document stored = seen.documents().get(view.name());
    long at = seen.position(view.name());
    // a position that the log does not have says nothing about the document
    long upTo = Math.max(seen.readable(), at > head ? 0 : at);
    Held<S> held = folded(view, seen.id(), history.stream().filter(event -> event.position() <= upTo).toList());
    if (held == null) {
      return stored == null
          ? null
          : new Anew(view.name(), seen.id(), stored, null, List.of(), Set.of("(nothing is known of it)"));
    }
    Document right = new Document("_id", seen.id()).append(ViewStore.POSITION, held.position());
    right.putAll(view.document(held.state()));
    List<Chunk> chunks = view.chunks(held.state());
    Set<String> fields = fields(stored, right);
    missing(chunks).forEach(chunk -> fields.add(chunk.view() + " " + chunk.id() + " (missing)"));
    return fields.isEmpty() ? null : new Anew(view.name(), seen.id(), stored, right, chunks, fields);
  }

  private static Set<String> fields(@Nullable Document stored, Document right) {
    if (stored == null) {
      return new TreeSet<>(Set.of("(missing)"));
    }
    Set<String> names = new TreeSet<>(stored.keySet());
    names.addAll(right.keySet());
    names.removeIf(name -> Objects.equals(stored.get(name), right.get(name)));
    return names;
  }

  private List<Chunk> missing(List<Chunk> chunks) {
    List<Chunk> missing = new ArrayList<>(chunks);
    chunks.stream()
        .map(Chunk::view)
        .distinct()
        .forEach(
            view -> {
              List<String> ids = chunks.stream().filter(one -> one.view().equals(view)).map(Chunk::id).toList();
              Set<String> there = store.find(generation.collection(view), ids).keySet();
              missing.removeIf(one -> one.view().equals(view) && there.contains(one.id()));
            });
    return missing;
  }

  /** The state after some events; null if none of them concerns the view. */
  private <S> @Nullable Held<S> folded(View<S> view, String id, List<Recorded> events) {
    Steps steps = Steps.of(view, events).stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
    if (steps == null) {
      return null;
    }
    Waiting<S> waiting = new Waiting<>(steps, new Held<>(view.empty(id), 0));
    List<Told> unheard = new ArrayList<>();
    if (!waiting.goOn(view, unheard, null)) {
      ReadAhead history = new ReadAhead(generation, store);
      do {
        history.read(waiting.wanted());
      } while (!waiting.goOn(view, unheard, history));
    }
    return waiting.held();
  }
}
