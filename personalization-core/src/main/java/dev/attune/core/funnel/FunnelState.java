package dev.attune.core.funnel;

import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.core.behaviour.OrderKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one person for one funnel. Immutable.
 *
 * <p><b>Attempts.</b> Each interaction that reaches the first step begins an attempt. It takes the place of one that
 * has reached no more than the first step, since whatever that could still complete, the later one can too. An attempt
 * goes on with the first interaction behind its last step that reaches the next one. An interaction takes an attempt
 * one step further at most; of two attempts at the same step, the one that began last goes on. An attempt ends when its
 * last step is reached, when something happens that the next step excludes (even if it reaches that step as well), or
 * when more than the time limit has passed since its first step.
 *
 * <p><b>Any order.</b> The state is the same whatever the order of arrival, as long as nothing arrives that belongs
 * before what is settled. {@link #takes} tells; what it does not take has to be folded again from the person's history.
 *
 * <p><b>Memory.</b> The newest {@value #KEPT} to {@value #MOST} interactions that matter are kept (about 100 bytes
 * each, half of that when stored); older ones are settled: of them, only what came of them is kept, which is exact and
 * does not grow.
 *
 * @param settled what came of older interactions
 * @param settledUntil place of the last of them; null: there are none
 * @param recent the others, in the order of happening
 * @param course what came of all of them
 */
public record FunnelState(
    Course settled, @Nullable OrderKey settledUntil, List<Reached> recent, Course course) {

  /** At more than this, older interactions are settled. */
  static final int MOST = 2_000;

  /** How many are left then. */
  static final int KEPT = 1_000;

  private static final Comparator<Reached> ORDER = Comparator.comparing(Reached::key);

  /** The state of somebody who has done nothing yet. */
  public static FunnelState empty(Funnel funnel) {
    Course none = Course.empty(funnel);
    return new FunnelState(none, null, List.of(), none);
  }

  /** False if something at that place belongs before what is settled. */
  public boolean takes(OrderKey key) {
    return settledUntil == null || settledUntil.compareTo(key) < 0;
  }

  /**
   * The state after one more interaction, which is given once; the same if it does not matter to the funnel.
   *
   * @param funnel the one that the state is of
   * @throws IllegalArgumentException if it matters and is not taken
   */
  public FunnelState with(Funnel funnel, InteractionRecorded event, Instant occurredAt) {
    Reached more = funnel.reached(event, occurredAt);
    if (more == null) {
      return this;
    }
    if (!takes(more.key())) {
      throw new IllegalArgumentException("%s belongs before what is settled".formatted(more.key()));
    }
    List<Reached> next = new ArrayList<>(recent.size() + 1);
    next.addAll(recent);
    if (recent.isEmpty() || ORDER.compare(recent.getLast(), more) < 0) {
      next.add(more);
      return of(funnel, next, course.after(more, funnel));
    }
    int place = Collections.binarySearch(next, more, ORDER);
    next.add(place < 0 ? -place - 1 : place, more);
    return of(funnel, next, after(settled, next, funnel));
  }

  private FunnelState of(Funnel funnel, List<Reached> all, Course now) {
    if (all.size() <= MOST) {
      return new FunnelState(settled, settledUntil, Collections.unmodifiableList(all), now);
    }
    List<Reached> old = all.subList(0, all.size() - KEPT);
    return new FunnelState(
        after(settled, old, funnel), old.getLast().key(), List.copyOf(all.subList(old.size(), all.size())), now);
  }

  static Course after(Course before, List<Reached> all, Funnel funnel) {
    Course course = before;
    for (Reached one : all) {
      course = course.after(one, funnel);
    }
    return course;
  }

  /** Where the person stands at a moment that is not earlier than what happened last. */
  public FunnelProgress progress(Funnel funnel, Instant now) {
    return FunnelProgress.of(course, funnel, now);
  }

  /** What the person adds to the funnel across everyone; null: nothing, for the first step was never reached. */
  public @Nullable Contribution contribution(Funnel funnel) {
    Attempt best = course.best();
    return best == null
        ? null
        : new Contribution(
            funnel.day(best.began()), best.segments(), best.reached(), course.entries(), course.completions(),
            Contribution.betweenSteps(best));
  }
}
