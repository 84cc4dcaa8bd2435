package dev.attune.command.audience;

import dev.attune.core.audience.Audience;
import dev.attune.core.audience.PersonFold;
import dev.attune.core.audience.Standing;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * All that is watched, and the fold of what their rules ask about.
 *
 * @param all in the order of their ids
 */
record Watches(List<Watch> all, PersonFold fold) {

  static Watches of(List<Watch> all, ZoneId zone) {
    List<Audience> audiences = all.stream().map(Watch::audience).toList();
    return new Watches(List.copyOf(all), new PersonFold(zone, audiences));
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Those that not everybody has been gone through for. */
  List<Watch> incomplete() {
    return all.stream().filter(watch -> !watch.complete()).toList();
  }

  /** Those for which it is known where the person stands. */
  List<Watch> covering(UUID person) {
    return all.stream().filter(watch -> watch.covers(person)).toList();
  }

  /** The same, with some of them gone further. */
  Watches with(List<Watch> further) {
    return new Watches(
        all.stream()
            .map(watch -> further.stream().filter(next -> next.id() == watch.id()).findFirst().orElse(watch))
            .toList(),
        fold);
  }

  /** Where somebody stands whom there are no rows of. */
  static Standing standing(Map<Integer, Standing> standings, Watch watch) {
    return standings.getOrDefault(watch.id(), Standing.OUTSIDE);
  }
}
