package dev.attune.query.funnel;

import dev.attune.core.funnel.Funnel;
import dev.attune.core.funnel.FunnelTotals;
import dev.attune.core.funnel.Spans;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A funnel across everyone whose best attempt began on one of the days.
 *
 * @param zone whose days they are
 * @param current false while the version in force is still being folded: this is the one before
 * @param all of all days
 * @param days those on which anybody entered, in order
 * @param segment by which it is broken down; null: it is not
 * @param values by value of the segment; empty for people without one
 */
public record FunnelReport(
    String key,
    int version,
    String title,
    LocalDate from,
    LocalDate to,
    String zone,
    boolean current,
    Figures all,
    List<Day> days,
    @Nullable String segment,
    List<SegmentFigures> values) {

  /** A day of the shop. */
  public record Day(LocalDate day, Figures figures) {}

  /** People of a value of the segment. */
  public record SegmentFigures(String value, Figures figures) {}

  /**
   * Figures of some people.
   *
   * @param entries how often they reached the first step
   * @param completions how many of their attempts were completed
   */
  public record Figures(List<Step> steps, long entries, long completions) {

    static Figures of(Funnel funnel, FunnelTotals totals) {
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < funnel.length(); i++) {
        long people = totals.reached().get(i);
        long before = i == 0 ? people : totals.reached().get(i - 1);
        steps.add(
            new Step(
                funnel.names().get(i), people, part(people, totals.reached().getFirst()), part(people, before),
                before - people, i == 0 ? null : Between.of(totals.between().get(i - 1))));
      }
      return new Figures(List.copyOf(steps), totals.entries(), totals.completions());
    }

    private static double part(long people, long of) {
      return of == 0 ? 0 : (double) people / of;
    }
  }

  /**
   * One step.
   *
   * @param people how many reached it
   * @param ofFirst part of those who reached the first step, 0 to 1
   * @param ofPrevious part of those who reached the step before, 0 to 1
   * @param dropped how many reached the step before and not this one
   * @param between how long it took from the step before; null for the first one
   */
  public record Step(
      String name, long people, double ofFirst, double ofPrevious, long dropped, @Nullable Between between) {}

  /**
   * How long it took, in milliseconds.
   *
   * @param mean exact, rounded down; null if nobody got there
   * @param median to within {@code error}; nine of ten took no longer than {@code p90}
   * @param error greatest relative error of median and p90
   */
  public record Between(@Nullable Long mean, @Nullable Long median, @Nullable Long p90, double error) {
    static Between of(Spans spans) {
      return new Between(
          spans.count() == 0 ? null : spans.millis() / spans.count(), spans.quantile(0.5), spans.quantile(0.9),
          Spans.ERROR);
    }
  }

  /** Adds documents up. */
  static final class Sums {

    private final Funnel funnel;
    private final int segment;
    private final Map<LocalDate, FunnelTotals> days = new TreeMap<>();
    private final Map<String, FunnelTotals> values = new TreeMap<>();

    /** @param segment place of the segment; negative: none */
    Sums(Funnel funnel, int segment) {
      this.funnel = funnel;
      this.segment = segment;
    }

    void add(LocalDate day, TotalsByDay totals) {
      days.merge(day, totals.all(), FunnelTotals::plus);
      if (segment >= 0) {
        totals.segments().get(segment).forEach((value, part) -> values.merge(value, part, FunnelTotals::plus));
      }
    }

    FunnelReport report(LocalDate from, LocalDate to, String zone, @Nullable String name, boolean current) {
      FunnelTotals none = FunnelTotals.none(funnel.length());
      FunnelTotals all = days.values().stream().reduce(none, FunnelTotals::plus);
      return new FunnelReport(
          funnel.definition().key(), funnel.definition().version(), funnel.definition().title(), from, to, zone,
          current, Figures.of(funnel, all),
          days.entrySet().stream()
              .filter(day -> !day.getValue().equals(none))
              .map(day -> new Day(day.getKey(), Figures.of(funnel, day.getValue())))
              .toList(),
          name,
          values.entrySet().stream()
              .map(value -> new SegmentFigures(value.getKey(), Figures.of(funnel, value.getValue())))
              .toList());
    }
  }
}
