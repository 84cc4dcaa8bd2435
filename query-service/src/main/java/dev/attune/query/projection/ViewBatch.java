package dev.attune.query.projection;

import dev.attune.query.view.Guarded;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.springframework.dao.DataAccessException;

/**
 * A batch as it is for one view: folded in memory first, so that an event that cannot be folded is met before anything is
 * written; then written. A document whose stored position is beyond an event has that event already.
 */
final class ViewBatch<S> {

  private static final int ATTEMPTS = 20;

  private final ViewFold<S> fold;
  private final View<S> view;
  private final String suffix;
  private final List<Told> told = new ArrayList<>();
  private final Map<String, List<Document>> chunks = new HashMap<>();
  private final List<Guarded> writes = new ArrayList<>();
  private final Map<String, Kept<S>> after = new HashMap<>();
  private Map<String, Steps> open = new HashMap<>();

  private ViewBatch(ViewFold<S> fold, String suffix) {
    this.fold = fold;
    this.view = fold.view();
    this.suffix = suffix;
  }

  static <S> ViewBatch<S> of(ViewFold<S> fold, Collection<Steps> steps, String suffix) {
    ViewBatch<S> batch = new ViewBatch<>(fold, suffix);
    batch.fold(steps, fold.known(steps, suffix));
    return batch;
  }

  /** What views of transitions are to know of what was folded. */
  List<Told> told() {
    return told;
  }

  /** Writes the documents, with the chunks before them; everything is acknowledged when it returns. */
  void write() {
    for (int attempt = 0; !open.isEmpty(); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new OvertakenException("Other writers are always faster in " + fold.collection());
      }
      Set<String> refused = fold.write(chunks, writes);
      after.forEach(
          (id, kept) -> {
            if (!refused.contains(id)) {
              fold.remember(id, kept);
            }
          });
      again(refused);
    }
  }

  /** Folds those again that another writer was faster with, from what that one left. */
  private void again(Set<String> refused) {
    Map<String, String> ids = HashMap.newHashMap(refused.size());
    List<Steps> left = new ArrayList<>(refused.size());
    for (String documentId : refused) {
      Steps steps = open.get(documentId);
      if (steps != null) {
        left.add(steps);
        ids.put(steps.id(), documentId);
      }
    }
    fold.forget(refused);
    fold(left, ids.isEmpty() ? Map.of() : fold.stored(ids));
  }

  private void fold(Collection<Steps> all, Map<String, Held<S>> known) {
    chunks.clear();
    writes.clear();
    after.clear();
    open = HashMap.newHashMap(all.size());
    List<Waiting<S>> waiting = new ArrayList<>();
    for (Steps steps : all) {
      Held<S> before = known.get(steps.id());
      Waiting<S> start = new Waiting<>(steps, before == null ? fold.empty(steps.id()) : before);
      if (!start.goOn(view, told, null)) {
        waiting.add(start);
      } else {
        keep(start);
      }
    }
    if (!waiting.isEmpty()) {
      withHistory(waiting);
    }
  }

  /** Reads what is wanted of the store for all that wait, and goes on with them, until none waits any more. */
  private void withHistory(List<Waiting<S>> waiting) {
    ReadAhead history = fold.history();
    List<Waiting<S>> left = waiting;
    while (!left.isEmpty()) {
      history.read(left.stream().flatMap(one -> one.wanted().stream()).toList());
      List<Waiting<S>> next = new ArrayList<>();
      for (Waiting<S> one : left) {
        if (one.goOn(view, told, history)) {
          keep(one);
        } else {
          next.add(one);
        }
      }
      left = next;
    }
  }

  private void keep(Waiting<S> done) {
    Held<S> held = done.held();
    String documentId = suffix.isEmpty() ? done.steps().id() : done.steps().id() + suffix;
    open.put(documentId, done.steps());
    if (held.position() > done.before()) {
      try {
        for (Chunk chunk : view.chunks(held.state())) {
          chunks.computeIfAbsent(chunk.view(), name -> new ArrayList<>()).add(chunk.document());
        }
        writes.add(fold.write(documentId, done.before(), held));
      } catch (DataAccessException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new PoisonException(view.name(), done.steps().event(done.steps().count() - 1), e);
      }
    }
    after.put(documentId, new Kept<>(new Held<>(view.settled(held.state()), held.position()), done.steps().partition()));
  }
}
