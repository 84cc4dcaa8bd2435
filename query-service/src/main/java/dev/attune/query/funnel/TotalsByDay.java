package dev.attune.query.funnel;

import dev.attune.core.funnel.Contribution;
import dev.attune.core.funnel.FunnelTotals;
import dev.attune.core.funnel.Spans;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A funnel of one day in one partition.
 *
 * @param all of all people
 * @param segments for each of the funnel's segments, of the people of each value
 */
record TotalsByDay(FunnelTotals all, List<Map<String, FunnelTotals>> segments) {

  /** What a person adds now, instead of what was added before; one of them may be missing. Both are of the same day. */
  record Change(@Nullable Contribution before, @Nullable Contribution after) {}

  static TotalsByDay none(int steps, int segments) {
    List<Map<String, FunnelTotals>> empty = new ArrayList<>();
    for (int i = 0; i < segments; i++) {
      empty.add(Map.of());
    }
    return new TotalsByDay(FunnelTotals.none(steps), List.copyOf(empty));
  }

  TotalsByDay with(Change change) {
    List<Map<String, FunnelTotals>> next = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      Map<String, FunnelTotals> values = new TreeMap<>(segments.get(i));
      if (change.before() != null) {
        put(values, change.before().segments().get(i), change.before(), null);
      }
      if (change.after() != null) {
        put(values, change.after().segments().get(i), null, change.after());
      }
      next.add(Collections.unmodifiableMap(values));
    }
    return new TotalsByDay(all.changed(change.before(), change.after()), List.copyOf(next));
  }

  private void put(
      Map<String, FunnelTotals> values, String value, @Nullable Contribution before, @Nullable Contribution after) {
    FunnelTotals none = FunnelTotals.none(all.reached().size());
    FunnelTotals next = values.getOrDefault(value, none).changed(before, after);
    if (next.equals(none)) {
      values.remove(value);
    } else {
      values.put(value, next);
    }
  }

  Document document() {
    List<List<Document>> parts =
        segments.stream()
            .map(values ->
                values.entrySet().stream()
                    .map(one -> new Document("value", one.getKey()).append("totals", document(one.getValue())))
                    .toList())
            .toList();
    return new Document("all", document(all)).append("segments", parts);
  }

  static TotalsByDay of(Document document) {
    List<Map<String, FunnelTotals>> segments = new ArrayList<>();
    for (Object values : document.getList("segments", Object.class)) {
      Map<String, FunnelTotals> map = new TreeMap<>();
      for (Object one : (List<?>) values) {
        Document value = (Document) one;
        map.put(value.getString("value"), totals(value.get("totals", Document.class)));
      }
      segments.add(Collections.unmodifiableMap(map));
    }
    return new TotalsByDay(totals(document.get("all", Document.class)), List.copyOf(segments));
  }

  private static Document document(FunnelTotals totals) {
    return new Document("reached", totals.reached())
        .append("entries", totals.entries())
        .append("completions", totals.completions())
        .append("between", totals.between().stream().map(TotalsByDay::document).toList());
  }

  private static Document document(Spans spans) {
    return new Document("count", spans.count())
        .append("millis", spans.millis())
        .append("buckets", List.copyOf(spans.buckets().keySet()))
        .append("counts", List.copyOf(spans.buckets().values()));
  }

  private static FunnelTotals totals(Document document) {
    return new FunnelTotals(
        List.copyOf(document.getList("reached", Long.class)), document.getLong("entries"),
        document.getLong("completions"),
        document.getList("between", Document.class).stream().map(TotalsByDay::spans).toList());
  }

  private static Spans spans(Document document) {
    List<Integer> keys = document.getList("buckets", Integer.class);
    List<Long> counts = document.getList("counts", Long.class);
    Map<Integer, Long> buckets = new TreeMap<>();
    for (int i = 0; i < keys.size(); i++) {
      buckets.put(keys.get(i), counts.get(i));
    }
    return new Spans(document.getLong("count"), document.getLong("millis"), Collections.unmodifiableMap(buckets));
  }
}
