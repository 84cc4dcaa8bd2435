package dev.attune.core.behaviour;

import dev.attune.core.behaviour.Refold.Chapter;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A person of whom things arrive in batches, with a history in chapters, as the view keeps it. */
final class Person {

  static final BehaviourFold FOLD = new BehaviourFold(ZoneOffset.UTC);

  private final int chapter;
  private final List<Chapter> chapters = new ArrayList<>();
  private final Set<OrderKey> claimed = new HashSet<>();
  private List<Happening> since = new ArrayList<>();
  private Behaviour behaviour = Behaviour.NONE;
  private int refolded;

  /**
   * @param chapter how many happenings make one
   */
  Person(int chapter) {
    this.chapter = chapter;
  }

  /** A batch arrives; what the log has already is dropped, as its claims do. */
  void arrive(List<Happening> batch) {
    List<Chapter> closed = List.copyOf(chapters);
    List<Happening> known = List.copyOf(since);
    Arrivals arrivals =
        new Arrivals(
            FOLD,
            behaviour,
            key -> {
              refolded++;
              return Refold.start(closed.size(), closed::get, known, key);
            });
    for (Happening next : batch) {
      if (claimed.add(next.key())) {
        arrivals.add(next);
        since.add(next);
        if (since.size() == chapter) {
          chapters.add(new Chapter(List.copyOf(since), arrivals.behaviour()));
          since = new ArrayList<>();
        }
      }
    }
    behaviour = arrivals.behaviour();
  }

  Behaviour behaviour() {
    return behaviour;
  }

  /** How often the history was looked at. */
  int refolded() {
    return refolded;
  }
}
