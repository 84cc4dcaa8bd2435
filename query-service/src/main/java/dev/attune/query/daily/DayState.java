package dev.attune.query.daily;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;

/**
 * What happened on one day in one partition. Of each break-down, the first {@value #MOST} values are kept; what belongs
 * to others counts under {@link #OTHERS}, so that the sums stay right whatever clients send.
 *
 * @param all everything
 * @param by figures by break-down and value; the value is empty where there is none
 */
record DayState(Figures all, Map<String, Map<String, Figures>> by) {

  /** Values of a break-down in one document. */
  static final int MOST = 2_000;

  /** Stands for all values beyond those. No value of a client: NUL is not taken in. */
  static final String OTHERS = "\u0000";

  static final DayState NONE = new DayState(Figures.NONE, Map.of());

  /**
   * The state after something more.
   *
   * @param values the value of each break-down
   */
  DayState with(Map<String, String> values, Figures more) {
    Map<String, Map<String, Figures>> next = new HashMap<>(by);
    values.forEach((name, value) -> {
      Map<String, Figures> figures = new HashMap<>(next.getOrDefault(name, Map.of()));
      String counted = figures.size() < MOST || figures.containsKey(value) ? value : OTHERS;
      figures.merge(counted, more, Figures::plus);
      next.put(name, figures);
    });
    return new DayState(all.plus(more), next);
  }

  int values() {
    return by.values().stream().mapToInt(Map::size).sum();
  }

  /** Sorted, so that equal states make equal documents. */
  Document document() {
    Document document = all.document();
    List<Document> breakdowns = new ArrayList<>(by.size());
    new TreeMap<>(by).forEach((name, figures) -> {
      List<Document> values = new ArrayList<>(figures.size());
      new TreeMap<>(figures).forEach((value, some) -> {
        Document one = new Document("value", value);
        one.putAll(some.document());
        values.add(one);
      });
      breakdowns.add(new Document("by", name).append("values", values));
    });
    return document.append("breakdowns", breakdowns);
  }

  static DayState of(Document document) {
    Map<String, Map<String, Figures>> by = new HashMap<>();
    for (Document breakdown : document.getList("breakdowns", Document.class)) {
      by.put(breakdown.getString("by"), values(breakdown));
    }
    return new DayState(Figures.of(document), by);
  }

  private static Map<String, Figures> values(Document breakdown) {
    Map<String, Figures> values = new HashMap<>();
    for (Document value : breakdown.getList("values", Document.class)) {
      values.put(value.getString("value"), Figures.of(value));
    }
    return Collections.unmodifiableMap(values);
  }
}
