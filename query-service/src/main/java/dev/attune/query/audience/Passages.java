package dev.attune.query.audience;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.bson.Document;

/**
 * Crossings of one audience, in one partition or in all of them.
 *
 * @param days how many there were by the shop's day on which they were; of the latest {@value #DAYS} days with any
 * @param latest the last {@value #LATEST} of a partition, in the order of the log
 */
record Passages(NavigableMap<LocalDate, Count> days, List<Passage> latest) {

  static final int LATEST = 500;
  static final int DAYS = 800;
  static final Passages NONE = new Passages(Collections.emptyNavigableMap(), List.of());

  /** How many came and went. */
  record Count(long entered, long left) {

    static final Count NONE = new Count(0, 0);

    Count plus(Count other) {
      return new Count(entered + other.entered, left + other.left);
    }
  }

  Passages with(Passage passage, LocalDate day) {
    NavigableMap<LocalDate, Count> nextDays = new TreeMap<>(days);
    nextDays.merge(day, passage.entered() ? new Count(1, 0) : new Count(0, 1), Count::plus);
    if (nextDays.size() > DAYS) {
      nextDays.pollFirstEntry();
    }
    List<Passage> next = new ArrayList<>(latest.size() == LATEST ? latest.subList(1, LATEST) : latest);
    next.add(passage);
    return new Passages(Collections.unmodifiableNavigableMap(nextDays), Collections.unmodifiableList(next));
  }

  Document document() {
    List<Document> counts = new ArrayList<>(days.size());
    days.forEach((day, count) ->
        counts.add(
            new Document("day", day.toString()).append("entered", count.entered()).append("left", count.left())));
    return new Document("days", counts).append("latest", latest.stream().map(Passage::document).toList());
  }

  static Passages of(Document document) {
    NavigableMap<LocalDate, Count> days = new TreeMap<>();
    document.getList("days", Document.class)
        .forEach(one ->
            days.put(LocalDate.parse(one.getString("day")), new Count(one.getLong("entered"), one.getLong("left"))));
    return new Passages(
        Collections.unmodifiableNavigableMap(days),
        document.getList("latest", Document.class).stream().map(Passage::of).toList());
  }

  int weight() {
    return 256 + 96 * days.size() + 160 * latest.size();
  }
}
