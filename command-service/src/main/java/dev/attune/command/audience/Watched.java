package dev.attune.command.audience;

import dev.attune.core.audience.Crossing;
import dev.attune.core.audience.PersonEvent;
import dev.attune.core.audience.PersonFold;
import dev.attune.core.audience.PersonState;
import dev.attune.core.audience.Standing;
import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.behaviour.Happening;
import dev.attune.core.profile.Profile;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One person, and where they stand with the audiences that are watched. Immutable.
 *
 * @param standings by id of the watch; outside where there is none
 */
record Watched(PersonState state, Map<Integer, Standing> standings) {

  UUID id() {
    return state.profile().id();
  }

  long version() {
    return state.profile().version();
  }

  /** With one more event; time passes until it was recorded. */
  Watched after(
      PersonEvent event,
      List<Watch> watches,
      PersonFold fold,
      Supplier<Collection<Happening>> earlier,
      Consumer<Found> crossings) {
    Watched now = passed(event.recordedAt(), watches, crossings);
    PersonState next = fold.evolve(state, event, earlier);
    Map<Integer, Standing> standings = new HashMap<>(now.standings);
    for (Watch watch : watches) {
      put(
          standings, watch,
          Watches.standing(standings, watch).happened(next, watch.audience(), event, found(watch, crossings)));
    }
    return new Watched(next, standings);
  }

  /** With one more event that no rule asks about; time passes until it was recorded. */
  Watched afterNothing(PersonEvent event, List<Watch> watches, PersonFold fold, Consumer<Found> crossings) {
    return new Watched(fold.evolve(state, event, List::of), passed(event.recordedAt(), watches, crossings).standings);
  }

  /** As time alone makes it. */
  Watched passed(Instant now, List<Watch> watches, Consumer<Found> crossings) {
    Map<Integer, Standing> next = new HashMap<>(standings);
    for (Watch watch : watches) {
      Standing standing = Watches.standing(standings, watch);
      if (standing.isDue(now)) {
        put(next, watch, standing.passed(state, watch.audience(), now, found(watch, crossings)));
      }
    }
    return new Watched(state, next);
  }

  /** From the position on that crossings of this watch are told from. */
  Watched begun(Watch watch) {
    Map<Integer, Standing> next = new HashMap<>(standings);
    put(next, watch, Standing.at(state, watch.audience(), watch.sinceAt()));
    return new Watched(state, next);
  }

  private static void put(Map<Integer, Standing> standings, Watch watch, Standing standing) {
    if (standing.equals(Standing.OUTSIDE)) {
      standings.remove(watch.id());
    } else {
      standings.put(watch.id(), standing);
    }
  }

  private Consumer<Crossing> found(Watch watch, Consumer<Found> crossings) {
    return crossing -> crossings.accept(new Found(id(), watch, crossing));
  }

  /** About how many kilobytes it takes. */
  int weight() {
    Profile profile = state.profile();
    Behaviour behaviour = state.behaviour();
    return 2
        + (behaviour.sessions().latest().size()
                + behaviour.categories().keys().size()
                + behaviour.brands().keys().size()
                + behaviour.traits().values().size()
                + profile.traits().size()
                + profile.counts().size()
                + profile.ledger().size()
                + 4 * state.metrics().size())
            / 6;
  }

  /**
   * A crossing of somebody.
   *
   * @param watch that it belongs to
   */
  record Found(UUID person, Watch watch, Crossing crossing) {}
}
