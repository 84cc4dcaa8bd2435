package dev.attune.query.funnel;

import dev.attune.core.funnel.Funnel;
import dev.attune.query.projection.Delta;
import dev.attune.query.projection.TransitionView;
import java.time.LocalDate;
import java.util.Map;
import org.bson.Document;

/** Funnels across everyone: one document per partition, funnel and day of the shop. */
final class TotalsByDayView implements TransitionView<TotalsByDay> {

  static final String NAME = "funnel_day";

  private final Map<String, Funnel> funnels;

  /** @param funnels by key */
  TotalsByDayView(Map<String, Funnel> funnels) {
    this.funnels = funnels;
  }

  /** What a document is of; documents of what was parked have something behind the day. */
  record Id(int partition, String funnel, LocalDate day) {

    private static final int DAY = "2026-01-31".length();

    static Id of(String id) {
      String[] parts = id.split("/", 3);
      return new Id(Integer.parseInt(parts[0]), parts[1], LocalDate.parse(parts[2].substring(0, DAY)));
    }

    @Override
    public String toString() {
      return partition + "/" + funnel + "/" + day;
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public TotalsByDay empty(String id) {
    String key = Id.of(id).funnel();
    Funnel funnel = funnels.get(key);
    if (funnel == null) {
      throw new IllegalArgumentException("Funnel '%s' is not folded here".formatted(key));
    }
    return TotalsByDay.none(funnel.length(), funnel.definition().segments().size());
  }

  @Override
  public TotalsByDay told(TotalsByDay state, Delta delta) {
    return state.with((TotalsByDay.Change) delta.change());
  }

  @Override
  public Document document(TotalsByDay state) {
    return state.document();
  }

  @Override
  public TotalsByDay state(String id, Document document) {
    return TotalsByDay.of(document);
  }

  @Override
  public int weight(TotalsByDay state) {
    return 2_048 + state.segments().stream().mapToInt(values -> 1_024 * values.size()).sum();
  }
}
