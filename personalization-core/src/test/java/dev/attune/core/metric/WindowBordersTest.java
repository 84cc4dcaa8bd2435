package dev.attune.core.metric;

import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.attune.core.People.did;
import static dev.attune.core.metric.Counted.fold;
import static dev.attune.core.metric.Counted.metric;
import static org.assertj.core.api.Assertions.assertThat;

class WindowBordersTest {

  private static final Instant AT = Instant.parse("2026-05-10T08:15:30.250Z");

  @ParameterizedTest
  @CsvSource({"PT1M", "PT30M", "PT1H", "PT24H"})
  void up_to_a_day_a_window_is_half_open_and_exact_to_the_millisecond(Duration length) {
    Metric metric = metric(Aggregation.COUNT, length);
    MetricState state = fold(metric, List.of(view(AT)));

    assertThat(count(metric, state, AT)).as("now").isEqualTo(1);
    assertThat(count(metric, state, AT.minusMillis(1))).as("it lies in the future").isZero();
    assertThat(count(metric, state, AT.plus(length).minusMillis(1))).isEqualTo(1);
    assertThat(count(metric, state, AT.plus(length))).as("just as old as the window is long").isZero();
    assertThat(state.nextChange(metric, AT)).isEqualTo(AT.plus(length));
    assertThat(state.nextChange(metric, AT.plus(length))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"PT24H1S", "P7D", "P30D"})
  void up_to_thirty_days_a_window_begins_with_a_minute(Duration length) {
    Metric metric = metric(Aggregation.COUNT, length);
    MetricState state = fold(metric, List.of(view(AT)));
    Instant gone = Instant.parse("2026-05-10T08:16:00Z").plus(length);

    assertThat(count(metric, state, gone.minusMillis(1))).isEqualTo(1);
    assertThat(count(metric, state, gone)).isZero();
    assertThat(state.nextChange(metric, AT)).isEqualTo(gone);
    assertThat(metric.since(gone)).isEqualTo(gone.minus(length).truncatedTo(ChronoUnit.MINUTES));
  }

  /** Berlin: from 29 March to 25 October 2026, the clocks are an hour ahead; the days there have 23 and 25 hours. */
  @ParameterizedTest
  @CsvSource({
    "2026-01-01T23:30:00Z, P90D, 2026-04-02T22:00:00Z",
    "2026-01-01T22:30:00Z, P90D, 2026-04-01T22:00:00Z",
    "2026-03-28T23:00:00Z, P31D, 2026-04-29T22:00:00Z",
    "2026-03-28T22:59:59.999Z, P31D, 2026-04-28T22:00:00Z",
    "2026-10-24T22:30:00Z, P31D, 2026-11-25T23:00:00Z",
    "2026-10-25T22:59:00Z, P31D, 2026-11-25T23:00:00Z",
    "2025-03-15T12:00:00Z, P365D, 2026-03-15T23:00:00Z"
  })
  void beyond_a_window_begins_with_the_shops_day(Instant at, Duration length, Instant gone) {
    Metric metric = metric(Aggregation.COUNT, length);
    MetricState state = fold(metric, List.of(view(at)));

    assertThat(count(metric, state, gone.minusMillis(1))).isEqualTo(1);
    assertThat(count(metric, state, gone)).isZero();
    assertThat(state.nextChange(metric, at)).isEqualTo(gone);
  }

  @Test
  void the_first_moment_of_a_window_is_the_beginning_of_a_day_in_every_zone() {
    for (String zone : List.of("America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe", "UTC")) {
      Window window = Window.of(Duration.ofDays(90).toSeconds(), ZoneId.of(zone));
      Instant now = Instant.parse("2011-12-01T00:00:00Z");
      for (int hour = 0; hour < 24 * 500; hour++, now = now.plusSeconds(3_600)) {
        Instant begins = window.begins(window.first(now));
        LocalDate day = LocalDate.ofInstant(now, ZoneId.of(zone)).minusDays(90);
        assertThat(begins).as("%s at %s", zone, now).isEqualTo(day.atStartOfDay(ZoneId.of(zone)).toInstant());
        Instant gone = window.beginsWith(window.first(now));
        assertThat(window.first(gone)).isGreaterThanOrEqualTo(window.first(now));
        assertThat(window.first(gone.minusMillis(1))).isLessThan(window.first(now));
      }
    }
  }

  @Test
  void a_lifetime_has_no_borders() {
    Metric metric = metric(Aggregation.COUNT, Duration.ZERO);
    MetricState state = fold(metric, List.of(view(AT), Counted.view("2", Instant.EPOCH, AT, Map.of())));

    assertThat(count(metric, state, AT.plus(Duration.ofDays(10_000)))).isEqualTo(2);
    assertThat(state.nextChange(metric, AT)).isNull();
    assertThat(metric.since(AT)).isNull();
  }

  @Test
  void three_within_a_millisecond_are_three() {
    Metric metric = metric(Aggregation.COUNT, Duration.ofMinutes(1));
    MetricState state =
        fold(
            metric,
            List.of(
                Counted.view("1", AT, AT, Map.of()), Counted.view("2", AT.plusNanos(1_000), AT, Map.of()),
                Counted.view("3", AT.plusNanos(2_000), AT, Map.of())));
    assertThat(count(metric, state, AT)).isEqualTo(3);
  }

  @Test
  void what_is_not_meant_leaves_the_state_alone() {
    Metric sum = metric(Aggregation.SUM, Duration.ofHours(1));
    MetricState state = MetricState.empty(sum);
    for (Counted other : List.of(
        Counted.view("1", AT, AT, Map.of("price", Value.of("12"))), Counted.view("2", AT, AT, Map.of()))) {
      assertThat(state.with(sum, other.event(), AT, AT)).isSameAs(state);
    }
    assertThat(state.with(sum, did("search", Map.of("price", Value.of(12))), AT, AT)).isSameAs(state);
  }

  private static Counted view(Instant at) {
    return Counted.view("1", at, at, Map.of());
  }

  private static long count(Metric metric, MetricState state, Instant now) {
    MetricValue answer = state.value(metric, now);
    assertThat(answer.approximate()).isFalse();
    return ((Value.Whole) answer.value()).value();
  }
}
