package dev.attune.query.product;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bson.Document;

/**
 * What somebody viewed and bought in one session: the client's, or, where it gave no id, what lies not more than 30 minutes
 * apart.
 *
 * @param session source and the client's id; empty if it gave none
 * @param start microseconds since 1970
 * @param end microseconds since 1970
 */
record Visit(String session, long start, long end, SortedSet<String> viewed, SortedSet<String> bought) {

  /** Products of a kind in one visit; those that come later are not paired. */
  static final int MOST = 50;

  private static final long INACTIVITY = Duration.ofMinutes(30).toNanos() / 1_000;

  static Visit of(String session, long at, List<String> viewed, List<String> bought) {
    return new Visit(
        session, at, at, union(Collections.emptySortedSet(), viewed), union(Collections.emptySortedSet(), bought));
  }

  /** True if something of the other one is in the same session. */
  boolean joins(Visit other) {
    return session.equals(other.session)
        && (!session.isEmpty() || start - INACTIVITY <= other.end && other.start <= end + INACTIVITY);
  }

  Visit with(Visit other) {
    return new Visit(
        session, Math.min(start, other.start), Math.max(end, other.end), union(viewed, other.viewed),
        union(bought, other.bought));
  }

  private static SortedSet<String> union(SortedSet<String> some, Collection<String> more) {
    if (some.size() >= MOST || some.containsAll(more)) {
      return some;
    }
    SortedSet<String> all = new TreeSet<>(some);
    for (String one : more) {
      if (all.size() < MOST) {
        all.add(one);
      }
    }
    return Collections.unmodifiableSortedSet(all);
  }

  Document document() {
    return new Document("session", session)
        .append("start", start)
        .append("end", end)
        .append("viewed", List.copyOf(viewed))
        .append("bought", List.copyOf(bought));
  }

  static Visit of(Document document) {
    return new Visit(
        document.getString("session"), document.getLong("start"), document.getLong("end"),
        Collections.unmodifiableSortedSet(new TreeSet<>(document.getList("viewed", String.class))),
        Collections.unmodifiableSortedSet(new TreeSet<>(document.getList("bought", String.class))));
  }
}
