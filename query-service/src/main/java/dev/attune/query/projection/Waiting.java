package dev.attune.query.projection;

import dev.attune.query.projection.NeedsHistoryException.Wanted;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** A document on its way through the steps of a batch; it may have to wait for its history in between. */
final class Waiting<S> {

  private final Steps steps;
  private final long before;
  private Held<S> held;
  private int next;
  private List<Wanted> wanted = List.of();

  Waiting(Steps steps, Held<S> held) {
    this.steps = steps;
    this.before = held.position();
    this.held = held;
  }

  Steps steps() {
    return steps;
  }

  /** Position of the document in the store. */
  long before() {
    return before;
  }

  Held<S> held() {
    return held;
  }

  List<Wanted> wanted() {
    return wanted;
  }

  /**
   * Folds step by step.
   *
   * @param told gets what other views are to know
   * @param history for the step that waits; null if none has been read for it
   * @return false if it waits for history
   */
  boolean goOn(View<S> view, List<Told> told, @Nullable HistoryAccess history) {
    boolean atHistory = history != null;
    for (; next < steps.count(); next++) {
      Recorded event = steps.event(next);
      if (event.position() > (steps.delta(next) == null ? held.position() : before)) {
        S state = held.state();
        try {
          S after = atHistory && history != null ? view.refold(steps.id(), state, event, history) : step(view, state);
          for (Delta delta : view.deltas(steps.id(), state, after, event)) {
            told.add(new Told(event, delta));
          }
          held = new Held<>(after, event.position());
        } catch (NeedsHistoryException e) {
          wanted = e.wanted();
          return false;
        } catch (HistoryHoleException | DataAccessException e) {
          throw e;
        } catch (RuntimeException e) {
          throw new PoisonException(view.name(), event, e);
        }
      }
      atHistory = false;
    }
    return true;
  }

  private S step(View<S> view, S state) {
    Delta delta = steps.delta(next);
    return delta == null ? view.evolve(state, steps.event(next)) : view.told(state, delta);
  }
}
