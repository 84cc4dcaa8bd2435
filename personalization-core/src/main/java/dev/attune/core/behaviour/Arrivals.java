package dev.attune.core.behaviour;

import dev.attune.core.behaviour.Refold.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Folds what arrives of one person, in whatever order. As long as things arrive in the order of happening, each is folded
 * on top of the others; once one comes too late, the behaviour is folded again from an earlier start. Not thread-safe.
 */
public final class Arrivals {

  private final BehaviourFold fold;
  private final Function<OrderKey, Start> starts;
  private final List<Happening> arrived = new ArrayList<>();
  private Behaviour behaviour;
  private @Nullable Start start;
  private boolean isLate;

  /**
   * @param behaviour of all that arrived before
   * @param starts gives the latest start for something at that place, {@link Refold#start} of the history without what is
   *     added here; asked only if something comes too late
   */
  public Arrivals(BehaviourFold fold, Behaviour behaviour, Function<OrderKey, Start> starts) {
    this.fold = fold;
    this.behaviour = behaviour;
    this.starts = starts;
  }

  /** Something arrives. */
  public void add(Happening next) {
    arrived.add(next);
    if (isLate || !behaviour.isBefore(next.key())) {
      isLate = true;
      if (start == null || !start.behaviour().isBefore(next.key())) {
        start = starts.apply(next.key());
      }
    } else {
      behaviour = fold.evolve(behaviour, next);
    }
  }

  /** The behaviour of all that has arrived. */
  public Behaviour behaviour() {
    if (isLate && start != null) {
      List<Happening> all = new ArrayList<>(start.happenings());
      all.addAll(arrived);
      behaviour = fold.fold(start.behaviour(), all);
      isLate = false;
    }
    return behaviour;
  }
}
