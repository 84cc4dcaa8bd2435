package dev.attune.query.profile.search;

import dev.attune.contracts.value.Value;
import dev.attune.query.answer.PersonValues;
import dev.attune.query.profile.search.Sort.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One look at everybody: keeps those that come first of those that all conditions hold for, and counts them all. Values of
 * other views are read for some hundred people at once, and only for those whom their own documents leave.
 */
final class Search {

  private static final int AT_ONCE = 500;

  private final List<Condition> own;
  private final List<Foreign> foreign;
  private final Sort sort;
  private final PersonValues.@Nullable Reader sorting;
  private final @Nullable Place after;
  private final int limit;
  private final Comparator<Found> first;
  private final PriorityQueue<Found> best;
  private final List<Row> waiting = new ArrayList<>(AT_ONCE);
  private long count;

  /**
   * @param sorting the values to sort by; null if they are in people's own documents
   * @param after whom the page is behind; null: nobody
   */
  Search(
      List<Condition> own,
      List<Foreign> foreign,
      Sort sort,
      PersonValues.@Nullable Reader sorting,
      @Nullable Place after,
      int limit) {
    this.own = own;
    this.foreign = foreign;
    this.sort = sort;
    this.sorting = sorting;
    this.after = after;
    this.limit = limit;
    this.first = (one, other) -> sort.compare(one.place(), other.place());
    this.best = new PriorityQueue<>(first.reversed());
  }

  /** A condition on values that another view has. */
  record Foreign(Condition condition, PersonValues.Reader reader) {}

  /** Somebody, and where they are in the list. */
  record Found(Row row, Place place) {}

  /** Looks at one more person. */
  void look(Document document) {
    Row row = new Row(document);
    for (Condition condition : own) {
      if (!condition.holds(row)) {
        return;
      }
    }
    waiting.add(row);
    if (waiting.size() == AT_ONCE) {
      settle();
    }
  }

  /** The page, in order. */
  List<Found> end() {
    settle();
    return best.stream().sorted(first).toList();
  }

  /** How many all conditions hold for, on all pages. */
  long count() {
    return count;
  }

  private void settle() {
    Map<String, Row> rows = HashMap.newHashMap(waiting.size());
    waiting.forEach(row -> rows.put(row.id(), row));
    waiting.clear();
    for (Foreign one : foreign) {
      if (!rows.isEmpty()) {
        Map<String, Value> values = one.reader().values(List.copyOf(rows.keySet()));
        rows.keySet().removeIf(id -> !one.condition().holds(values.getOrDefault(id, Value.NOTHING)));
      }
    }
    count += rows.size();
    Map<String, Value> values =
        sorting == null || rows.isEmpty() ? Map.of() : sorting.values(List.copyOf(rows.keySet()));
    rows.forEach((id, row) -> keep(row, new Place(
        sorting == null ? sort.value(row) : number(values.getOrDefault(id, Value.NOTHING)), id)));
  }

  private static @Nullable BigDecimal number(Value value) {
    return Condition.number(value);
  }

  private void keep(Row row, Place place) {
    if (after != null && sort.compare(place, after) <= 0) {
      return;
    }
    best.add(new Found(row, place));
    if (best.size() > limit) {
      best.poll();
    }
  }
}
