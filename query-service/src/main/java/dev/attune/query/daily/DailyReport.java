package dev.attune.query.daily;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What happened on some days.
 *
 * @param zone whose days they are
 * @param by what it is broken down by; null: by nothing
 * @param all of all days
 * @param values of all days, the most frequent first
 * @param days those on which anything happened, in order
 */
public record DailyReport(
    LocalDate from, LocalDate to, String zone, @Nullable String by, One all, List<One> values, List<Day> days) {

  private static final Comparator<One> MOST_FREQUENT =
      Comparator.comparingLong(One::count)
          .reversed()
          .thenComparing(One::value, Comparator.nullsLast(Comparator.naturalOrder()));

  /**
   * Figures of one value.
   *
   * @param value null where the interaction has none, and for sums
   * @param others true for what is beyond the values that are kept
   * @param count of interactions
   * @param revenue of purchases, exact, by ISO 4217 currency; {@code XXX} where the client named none
   */
  public record One(@Nullable String value, boolean others, long count, Map<String, BigDecimal> revenue) {

    private static One of(String value, Figures figures) {
      boolean others = value.equals(DayState.OTHERS);
      return new One(value.isEmpty() || others ? null : value, others, figures.count(), figures.revenue());
    }
  }

  /** A day of the shop. */
  public record Day(LocalDate day, One all, List<One> values) {}

  /** Adds documents up. */
  static final class Sums {

    private final @Nullable String by;
    private final Map<LocalDate, Figures> days = new TreeMap<>();
    private final Map<LocalDate, Map<String, Figures>> values = new HashMap<>();

    Sums(@Nullable String by) {
      this.by = by;
    }

    void add(LocalDate day, DayState state) {
      days.merge(day, state.all(), Figures::plus);
      if (by != null) {
        Map<String, Figures> ofDay = values.computeIfAbsent(day, some -> new HashMap<>());
        state.by().getOrDefault(by, Map.of()).forEach((value, some) -> ofDay.merge(value, some, Figures::plus));
      }
    }

    DailyReport report(LocalDate from, LocalDate to, String zone) {
      Map<String, Figures> all = new HashMap<>();
      values.values().forEach(day -> day.forEach((value, some) -> all.merge(value, some, Figures::plus)));
      return new DailyReport(
          from, to, zone, by, One.of("", days.values().stream().reduce(Figures.NONE, Figures::plus)), sorted(all),
          days.entrySet().stream()
              .map(day -> new Day(
                  day.getKey(), One.of("", day.getValue()), sorted(values.getOrDefault(day.getKey(), Map.of()))))
              .toList());
    }

    private static List<One> sorted(Map<String, Figures> values) {
      return values.entrySet().stream()
          .map(value -> One.of(value.getKey(), value.getValue()))
          .sorted(MOST_FREQUENT)
          .toList();
    }
  }
}
