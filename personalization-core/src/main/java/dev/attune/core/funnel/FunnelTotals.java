package dev.attune.core.funnel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A funnel across many people: the sum of their contributions, of one day, one segment or all. Additions can be taken
 * back, so it follows each person's contribution as that changes. Immutable.
 *
 * @param reached by step, how many people reached it
 * @param entries how often they reached the first step
 * @param completions how many of their attempts were completed
 * @param between by step from the second on, how long it took from the one before
 */
public record FunnelTotals(List<Long> reached, long entries, long completions, List<Spans> between) {

  /** Nobody, in a funnel of that many steps. */
  public static FunnelTotals none(int steps) {
    List<Long> reached = new ArrayList<>();
    List<Spans> between = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      reached.add(0L);
      if (i > 0) {
        between.add(Spans.NONE);
      }
    }
    return new FunnelTotals(List.copyOf(reached), 0, 0, List.copyOf(between));
  }

  /** The totals after one person's contribution has changed. */
  public FunnelTotals changed(@Nullable Contribution before, @Nullable Contribution after) {
    FunnelTotals without = before == null ? this : plus(before, -1);
    return after == null ? without : without.plus(after, 1);
  }

  /** The totals of these people and others. */
  public FunnelTotals plus(FunnelTotals other) {
    List<Long> sum = new ArrayList<>();
    List<Spans> spans = new ArrayList<>();
    for (int i = 0; i < reached.size(); i++) {
      sum.add(reached.get(i) + other.reached.get(i));
      if (i > 0) {
        spans.add(between.get(i - 1).plus(other.between.get(i - 1)));
      }
    }
    return new FunnelTotals(
        List.copyOf(sum), entries + other.entries, completions + other.completions, List.copyOf(spans));
  }

  private FunnelTotals plus(Contribution one, int times) {
    List<Long> sum = new ArrayList<>(reached);
    List<Spans> spans = new ArrayList<>(between);
    for (int i = 0; i < one.reached(); i++) {
      sum.set(i, sum.get(i) + times);
      if (i > 0) {
        spans.set(i - 1, spans.get(i - 1).plus(one.millis().get(i - 1), times));
      }
    }
    return new FunnelTotals(
        List.copyOf(sum), entries + times * one.entries(), completions + times * one.completions(),
        List.copyOf(spans));
  }
}
