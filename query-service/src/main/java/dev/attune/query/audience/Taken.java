package dev.attune.query.audience;

import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A census of one generation: who belongs to which audience.
 *
 * @param evaluatedAt the moment that it is of
 * @param keys of the audiences, sorted; members name them by place
 * @param people sorted by id
 * @param settled head of the log if everything up to it was in the documents before they were looked at; -1 if not
 */
record Taken(Instant evaluatedAt, List<String> keys, List<Counted> people, long settled) {

  /**
   * One person.
   *
   * @param position of the document
   * @param members places of the audiences that the person belongs to; not to be changed
   * @param due when that may change by time alone; null: never
   */
  record Counted(UUID id, long position, BitSet members, @Nullable Instant due) {

    boolean isDue(Instant now) {
      return due != null && !due.isAfter(now);
    }
  }

  static Taken none(List<String> keys) {
    return new Taken(Instant.EPOCH, keys, List.of(), -1);
  }

  /** How many belong to each audience, by place. */
  long[] sizes() {
    long[] sizes = new long[keys.size()];
    for (Counted one : people) {
      one.members().stream().forEach(place -> sizes[place]++);
    }
    return sizes;
  }

  /**
   * Members of an audience in the order of their ids.
   *
   * @param after id to begin behind; null: with the first
   */
  List<UUID> members(String key, @Nullable UUID after, int limit) {
    int place = keys.indexOf(key);
    int from = 0;
    if (after != null) {
      int found = place(after);
      from = found < 0 ? -found - 1 : found + 1;
    }
    return people.subList(from, people.size()).stream()
        .filter(one -> one.members().get(place))
        .limit(limit)
        .map(Counted::id)
        .toList();
  }

  /** The person as counted; null if there is nobody of that id. */
  @Nullable Counted find(UUID id) {
    int place = place(id);
    return place < 0 ? null : people.get(place);
  }

  private int place(UUID id) {
    int low = 0;
    int high = people.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int compared = people.get(middle).id().compareTo(id);
      if (compared == 0) {
        return middle;
      }
      if (compared < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /** The places of some audiences. */
  BitSet places(List<String> members) {
    BitSet places = new BitSet(keys.size());
    members.forEach(key -> places.set(keys.indexOf(key)));
    return places;
  }

  /** How many belong to an audience. */
  long size(String key) {
    int place = keys.indexOf(key);
    return place < 0 ? 0 : Arrays.stream(sizes()).skip(place).findFirst().orElse(0);
  }
}
