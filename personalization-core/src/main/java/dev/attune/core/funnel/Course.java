package dev.attune.core.funnel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of everything that a person did so far, folded in the order of happening. Immutable; it does not grow.
 *
 * @param open by step reached, the attempt that has got there and no further; null: none. Of two, the one that began
 *     last
 * @param best the first attempt that got as far as none before; null: none yet
 * @param ended the latest begun of the attempts that have ended; null: none yet
 * @param entries how often the first step was reached
 * @param completions how many attempts reached the last step
 */
record Course(
    List<@Nullable Attempt> open, @Nullable Attempt best, @Nullable Ended ended, long entries, long completions) {

  /** How an attempt ended. */
  enum End {
    /** The last step was reached. */
    COMPLETED,
    /** The time limit passed. */
    ABANDONED,
    /** Something happened that ends the way to the next step. */
    EXCLUDED
  }

  /** An attempt that has ended. */
  record Ended(Attempt attempt, End how) {}

  static Course empty(Funnel funnel) {
    List<@Nullable Attempt> open = new ArrayList<>();
    for (int i = 1; i < funnel.length(); i++) {
      open.add(null);
    }
    return new Course(Collections.unmodifiableList(open), null, null, 0, 0);
  }

  /** The course after the next interaction. */
  Course after(Reached next, Funnel funnel) {
    Steps steps = new Steps(this);
    for (int step = funnel.length() - 1; step > 0; step--) {
      steps.tryStep(step, next, funnel);
    }
    if (next.reaches(0)) {
      steps.enter(next);
    }
    return steps.course();
  }

  /** One interaction's work, from the last step to the first, so that it takes each attempt one step at most. */
  private static final class Steps {

    private final List<@Nullable Attempt> open;
    private @Nullable Attempt best;
    private @Nullable Ended ended;
    private long entries;
    private long completions;

    Steps(Course before) {
      open = new ArrayList<>(before.open);
      best = before.best;
      ended = before.ended;
      entries = before.entries;
      completions = before.completions;
    }

    void tryStep(int step, Reached next, Funnel funnel) {
      Attempt attempt = open.get(step - 1);
      if (attempt == null) {
        return;
      }
      if (next.key().at().isAfter(funnel.limit(attempt.began()))) {
        end(attempt, step - 1, End.ABANDONED);
      } else if (next.ends(step)) {
        end(attempt, step - 1, End.EXCLUDED);
      } else if (next.reaches(step)) {
        Attempt further = attempt.with(next.key().at());
        open.set(step - 1, null);
        note(further);
        if (step < funnel.length() - 1) {
          open.set(step, further);
        } else {
          completions++;
          end(further, -1, End.COMPLETED);
        }
      }
    }

    void enter(Reached next) {
      Attempt attempt = new Attempt(List.of(next.key().at()), next.segments());
      entries++;
      note(attempt);
      open.set(0, attempt);
    }

    private void note(Attempt attempt) {
      if (best == null || attempt.reached() > best.reached()) {
        best = attempt;
      }
    }

    private void end(Attempt attempt, int place, End how) {
      if (place >= 0) {
        open.set(place, null);
      }
      if (ended == null || !attempt.began().isBefore(ended.attempt().began())) {
        ended = new Ended(attempt, how);
      }
    }

    Course course() {
      return new Course(Collections.unmodifiableList(open), best, ended, entries, completions);
    }
  }
}
