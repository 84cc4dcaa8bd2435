package dev.attune.command.audience;

import dev.attune.command.audience.Watched.Found;
import dev.attune.contracts.ProfileEvent;
import dev.attune.core.audience.PersonEvent;
import dev.attune.core.audience.PersonFold;
import dev.attune.core.behaviour.Happening;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Goes through a person's history to find where they stand with audiences that are new here: silently up to where each
 * begins, then as if it had been watched all the while. What was recorded already is left out.
 */
final class GoingThrough {

  private final List<Watch> watches;
  private final PersonFold fold;

  GoingThrough(List<Watch> watches, PersonFold fold) {
    this.watches = watches;
    this.fold = fold;
  }

  /**
   * Where the person stands.
   *
   * @param told the whole stream
   * @param upTo the position that it is wanted for
   * @param crossings is given those that were never recorded
   */
  Watched through(UUID person, List<Told> told, long upTo, List<Found> crossings) {
    Set<ProfileEvent> recorded = new HashSet<>();
    told.stream().filter(Told::isCrossing).forEach(one -> recorded.add(one.event().event()));
    List<Told> all = told.stream().filter(one -> one.position() <= upTo).toList();
    long since = watches.stream().mapToLong(Watch::since).min().orElse(upTo);
    int silent = (int) all.stream().filter(one -> one.position() <= since).count();
    List<Happening> happened = new ArrayList<>();
    all.subList(0, silent).forEach(one -> add(happened, one));
    Watched watched =
        new Watched(fold.fold(person, all.subList(0, silent).stream().map(Told::event).toList()), Map.of());
    List<Watch> begun = new ArrayList<>();
    for (Told one : all.subList(silent, all.size())) {
      watched = begin(watched, begun, one.position());
      PersonEvent event = one.event();
      watched =
          one.isCrossing()
              ? watched.afterNothing(event, begun, fold, found -> note(found, recorded, crossings))
              : watched.after(event, begun, fold, () -> happened, found -> note(found, recorded, crossings));
      add(happened, one);
    }
    return begin(watched, begun, Long.MAX_VALUE);
  }

  /** Begins with those watches that are told of from before the position. */
  private Watched begin(Watched watched, List<Watch> begun, long position) {
    Watched next = watched;
    for (Watch watch : watches) {
      if (watch.since() < position && !begun.contains(watch)) {
        begun.add(watch);
        // before their first event, people are outside of everything
        next = watched.version() == 0 ? next : next.begun(watch);
      }
    }
    return next;
  }

  private static void add(List<Happening> happened, Told told) {
    Happening happening = told.happening();
    if (happening != null) {
      happened.add(happening);
    }
  }

  private static void note(Found found, Set<ProfileEvent> recorded, List<Found> crossings) {
    if (!recorded.contains(Teller.event(found.watch(), found.crossing()))) {
      crossings.add(found);
    }
  }
}
