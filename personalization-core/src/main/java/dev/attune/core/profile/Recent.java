package dev.attune.core.profile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Something that the person last had to do with.
 *
 * @param id of the product or category
 * @param at the latest {@code occurredAt}
 */
public record Recent(String id, Instant at) {

  /** How many are kept. */
  public static final int KEPT = 10;

  private static final Comparator<Recent> LATEST_FIRST =
      Comparator.comparing(Recent::at).reversed().thenComparing(Recent::id);

  /** The list with one more sighting. The result is the same whatever the order of the sightings. */
  static List<Recent> with(List<Recent> list, Recent seen) {
    List<Recent> next = new ArrayList<>(list.size() + 1);
    Recent kept = seen;
    for (Recent recent : list) {
      if (!recent.id.equals(seen.id)) {
        next.add(recent);
      } else if (recent.at.isAfter(kept.at)) {
        kept = recent;
      }
    }
    next.add(kept);
    next.sort(LATEST_FIRST);
    return List.copyOf(next.size() > KEPT ? next.subList(0, KEPT) : next);
  }
}
