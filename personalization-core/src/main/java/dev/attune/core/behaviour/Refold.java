package dev.attune.core.behaviour;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Where in a person's history to begin again when something came too late. A history is a row of closed chapters, each
 * with the behaviour after it, and of what came after the last one, all in the order of arrival. The fold begins after the
 * latest chapter up to which nothing is later than anything that arrived after it: there, what came too late is not too
 * late yet.
 */
public final class Refold {

  private Refold() {}

  /**
   * A closed part of a history.
   *
   * @param happenings in the order of arrival
   * @param after the behaviour once they and all before them had arrived
   */
  public record Chapter(List<Happening> happenings, Behaviour after) {}

  /**
   * Where a fold can begin.
   *
   * @param behaviour to fold on top of
   * @param happenings all that arrived after it so far, in the order of arrival
   */
  public record Start(Behaviour behaviour, List<Happening> happenings) {}

  /**
   * The latest start on top of which all that arrived after it can be folded, and something new as well.
   *
   * @param chapters how many are closed
   * @param chapter gives one of them, counted from 0; asked for the latest first, and for no more than are needed
   * @param since all that arrived after the last chapter, in the order of arrival
   * @param fresh place of what is new
   */
  public static Start start(
      int chapters, IntFunction<Chapter> chapter, Collection<Happening> since, OrderKey fresh) {
    List<Collection<Happening>> parts = new ArrayList<>();
    parts.add(since);
    OrderKey least = least(fresh, since);
    for (int number = chapters - 1; number >= 0; number--) {
      Chapter closed = chapter.apply(number);
      if (closed.after().isBefore(least)) {
        return new Start(closed.after(), joined(parts));
      }
      parts.add(closed.happenings());
      least = least(least, closed.happenings());
    }
    return new Start(Behaviour.NONE, joined(parts));
  }

  private static OrderKey least(OrderKey key, Collection<Happening> happenings) {
    OrderKey least = key;
    for (Happening happening : happenings) {
      least = happening.key().compareTo(least) < 0 ? happening.key() : least;
    }
    return least;
  }

  private static List<Happening> joined(List<Collection<Happening>> latestFirst) {
    List<Happening> all = new ArrayList<>();
    latestFirst.reversed().forEach(all::addAll);
    return Collections.unmodifiableList(all);
  }
}
