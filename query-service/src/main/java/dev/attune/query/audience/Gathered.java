package dev.attune.query.audience;

import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.projection.Segment;
import dev.attune.query.view.ViewStore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.bson.Document;

/**
 * The crossings of an audience over all partitions, as far as all of them have been folded: later ones wait, so that the
 * order is that of the log whoever folds which partition.
 *
 * @param passages in the order of the log
 * @param from no crossing behind this position is missing in {@code passages}
 * @param position of the newest document
 */
record Gathered(
    Generation generation,
    NavigableMap<LocalDate, Passages.Count> days,
    List<Passage> passages,
    long from,
    long position) {

  static Gathered of(LiveProjection audiences, String key) {
    Segment segment = audiences.segmentOf(audiences.segments(), Audiences.key(key));
    if (segment == null) {
      throw new Problem(Problem.Kind.NOT_FOUND, "There is no audience '%s'".formatted(key));
    }
    Generation generation = segment.generation();
    if (generation == null) {
      throw new Problem(Problem.Kind.CATCHING_UP, "Audience '%s' is being folded; ask again later".formatted(key));
    }
    // before the documents are read: what is readable by then is in them
    long reached = audiences.reached(generation);
    NavigableMap<LocalDate, Passages.Count> days = new TreeMap<>();
    List<Passage> all = new ArrayList<>();
    long from = 0;
    long position = 0;
    for (Document document : audiences.gathered(generation, PassageView.NAME, List.of(key))) {
      Passages part = Passages.of(document);
      part.days().forEach((day, count) -> days.merge(day, count, Passages.Count::plus));
      all.addAll(part.latest());
      position = Math.max(position, document.getLong(ViewStore.POSITION));
      if (part.latest().size() == Passages.LATEST) {
        from = Math.max(from, part.latest().getFirst().position() - 1);
      }
    }
    all.sort(Comparator.comparingLong(Passage::position));
    all.removeIf(passage -> passage.position() > reached);
    return new Gathered(generation, days, List.copyOf(all), from, position);
  }

  /** Those behind a position. */
  List<Passage> after(long told) {
    return passages.stream().filter(one -> one.position() > told).toList();
  }
}
