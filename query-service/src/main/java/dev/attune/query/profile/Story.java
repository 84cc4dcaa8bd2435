package dev.attune.query.profile;

import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.behaviour.BehaviourFold;
import dev.attune.core.behaviour.Happening;
import dev.attune.core.behaviour.OrderKey;
import dev.attune.core.behaviour.Refold.Start;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The behaviour of a person while a batch is folded. Once something came too late, what follows is only gathered, and
 * folded from an earlier start when somebody asks: many late ones in a batch cost one fold. Immutable but for that
 * memory.
 */
public final class Story {

  private final BehaviourFold fold;
  private final @Nullable Start start;
  private final @Nullable Later later;
  private @Nullable Behaviour behaviour;

  private Story(BehaviourFold fold, @Nullable Behaviour behaviour, @Nullable Start start, @Nullable Later later) {
    this.fold = fold;
    this.behaviour = behaviour;
    this.start = start;
    this.later = later;
  }

  /** What was gathered since the start, the latest first. */
  private record Later(Happening happening, @Nullable Later before) {}

  /** A story that has got so far. */
  static Story of(BehaviourFold fold, Behaviour behaviour) {
    return new Story(fold, behaviour, null, null);
  }

  /** A story from an earlier start on, and something that came too late. */
  static Story from(BehaviourFold fold, Start start, Happening late) {
    return new Story(fold, null, start, new Later(late, null));
  }

  /** True if something at that place can be added without an earlier start. */
  boolean takes(OrderKey key) {
    return start == null ? behaviour().isBefore(key) : start.behaviour().isBefore(key);
  }

  /** The story with something more, which it {@link #takes}. */
  Story with(Happening next) {
    return start == null
        ? of(fold, fold.evolve(behaviour(), next))
        : new Story(fold, null, start, new Later(next, later));
  }

  /** The behaviour of all that is in it. */
  Behaviour behaviour() {
    Behaviour known = behaviour;
    if (known == null) {
      known = start == null ? Behaviour.NONE : fold.fold(start.behaviour(), since(start));
      behaviour = known;
    }
    return known;
  }

  /** The same without what is only of use within a batch. */
  Story settled() {
    return start == null ? this : of(fold, behaviour());
  }

  private List<Happening> since(Start from) {
    List<Happening> all = new ArrayList<>(from.happenings());
    for (Later one = later; one != null; one = one.before()) {
      all.add(one.happening());
    }
    return all;
  }
}
