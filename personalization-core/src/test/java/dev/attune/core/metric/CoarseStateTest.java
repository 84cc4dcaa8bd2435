package dev.attune.core.metric;

import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.value.Value;
import dev.attune.core.metric.MetricValue.Frequent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.attune.core.metric.Counted.fold;
import static dev.attune.core.metric.Counted.metric;
import static org.assertj.core.api.Assertions.assertThat;

/** People who do more than is kept exactly: robots, mostly. */
class CoarseStateTest {

  private static final Instant START = Instant.parse("2026-05-10T08:00:00Z");

  @ParameterizedTest
  @EnumSource(Aggregation.class)
  void a_full_state_is_the_same_in_every_order_and_bounded(Aggregation aggregation) {
    for (Duration window : List.of(Duration.ZERO, Duration.ofHours(2), Duration.ofDays(2), Duration.ofDays(60))) {
      Metric metric = metric(aggregation, window);
      Random random = new Random(7);
      List<Counted> all = busy(random, 6_000, 3_000, window.isZero() ? Duration.ofDays(1) : window.dividedBy(2));
      byte[] state = MetricBytes.encode(fold(metric, all));
      Collections.shuffle(all, random);
      assertThat(MetricBytes.encode(fold(metric, all))).as("%s", window).isEqualTo(state);
      assertThat(MetricBytes.encode(MetricBytes.decode(state))).isEqualTo(state);
      assertThat(state.length).as("%s", window).isLessThan(120_000);
    }
  }

  /** 2,000 different milliseconds of an hour: minutes are left, which count as a whole at the window's beginning. */
  @Test
  void a_crowded_hour_is_told_to_the_minute_and_says_so() {
    Metric metric = metric(Aggregation.COUNT, Duration.ofHours(1));
    List<Counted> all = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      Instant at = START.plusMillis(i * 1_000L);
      all.add(Counted.view("m" + i, at, at, Map.of()));
    }
    MetricState state = fold(metric, all);
    Instant now = START.plus(Duration.ofMinutes(80)).plusMillis(29_500);

    MetricValue value = state.value(metric, now);

    long truth = Long.parseLong(Counted.naive(metric, all, now));
    assertThat(((Value.Whole) value.value()).value() - truth).isEqualTo(30);
    assertThat(value.approximate()).isTrue();
    assertThat(value.error()).isEqualTo(BigDecimal.valueOf(60));
    MetricValue whole = state.value(metric, START.plusSeconds(2_000));
    assertThat(whole).as("all of it is in the window").isEqualTo(MetricValue.of(Value.of(2_000), false, null));
  }

  @Test
  void a_thousand_values_are_exact_and_one_more_is_sampled() {
    Metric metric = metric(Aggregation.UNIQUE, Duration.ZERO);
    List<Counted> all = new ArrayList<>();
    for (int i = 0; i < 1_001; i++) {
      all.add(Counted.view("m" + i, START, START, Map.of("brand", Value.of("b" + i))));
    }
    assertThat(fold(metric, all.subList(0, 1_000)).value(metric, START))
        .isEqualTo(MetricValue.of(Value.of(1_000), false, null));
    assertThat(fold(metric, all).value(metric, START).approximate()).isTrue();
  }

  /**
   * Errors are told with 95 %: of 30 samples, at most 5 may lie outside (chance of more: 0.3 %; the seeds are fixed).
   */
  @ParameterizedTest
  @CsvSource({"PT0S, 3000", "PT0S, 12000", "PT2H, 5000", "P60D, 9000"})
  void unique_counts_lie_within_the_error_they_tell(Duration window, int values) {
    Metric metric = metric(Aggregation.UNIQUE, window);
    int outside = 0;
    double widest = 0;
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      MetricState state = MetricState.empty(metric);
      Set<String> truth = new HashSet<>();
      Duration spread = window.isZero() ? Duration.ofDays(1) : window.dividedBy(2);
      for (int i = 0; i < values; i++) {
        String brand = seed + "-" + random.nextInt(values);
        Instant at = START.plusMillis((long) (random.nextDouble() * spread.toMillis()));
        truth.add(brand);
        state = state.with(metric, Counted.view("m" + i, at, at, Map.of("brand", Value.of(brand))).event(), at, at);
      }
      MetricValue value = state.value(metric, START.plus(spread));
      assertThat(value.approximate()).isTrue();
      long told = ((Value.Whole) value.value()).value();
      double error = value.error().doubleValue();
      outside += Math.abs(told - truth.size()) > error ? 1 : 0;
      widest = Math.max(widest, error / truth.size());
    }
    assertThat(outside).isLessThanOrEqualTo(5);
    assertThat(widest).as("error told, of the count").isLessThan(0.2);
  }

  @Test
  void frequent_values_among_many_are_found_and_their_counts_lie_within_the_error_told() {
    Metric metric = metric(Aggregation.TOP, Duration.ZERO);
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      MetricState state = MetricState.empty(metric);
      Map<String, Long> truth = new HashMap<>();
      for (int i = 0; i < 30_000; i++) {
        String brand = "b" + (int) Math.pow(random.nextDouble() * 30, 3);
        truth.merge(brand, 1L, Long::sum);
        state =
            state.with(
                metric, Counted.view(seed + "-" + i, START, START, Map.of("brand", Value.of(brand))).event(), START,
                START);
      }
      List<String> expected =
          truth.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(3)
              .map(Map.Entry::getKey).toList();
      MetricValue value = state.value(metric, START);

      assertThat(truth.size()).isGreaterThan(1_000);
      assertThat(value.approximate()).isTrue();
      assertThat(value.top()).extracting(Frequent::value).containsExactlyElementsOf(expected);
      assertThat(value.error().doubleValue()).isLessThan(30_000 * 0.006);
      for (Frequent frequent : value.top()) {
        assertThat(frequent.count() - truth.get(frequent.value())).isBetween(0L, value.error().longValue());
      }
    }
  }

  @Test
  void long_texts_are_cut_and_still_told_apart() {
    Metric metric = metric(Aggregation.UNIQUE, Duration.ZERO);
    String head = "é".repeat(5_000);
    MetricState state =
        fold(
            metric,
            List.of(
                Counted.view("1", START, START, Map.of("brand", Value.of(head + "a"))),
                Counted.view("2", START, START, Map.of("brand", Value.of(head + "b"))),
                Counted.view("3", START, START, Map.of("brand", Value.of(head + "b")))));
    assertThat(state.value(metric, START).value()).isEqualTo(Value.of(2));
    assertThat(MetricBytes.encode(state).length).isLessThan(900);
  }

  @Test
  void a_number_and_its_text_are_one_value() {
    Metric metric = metric(Aggregation.TOP, Duration.ZERO);
    MetricState state =
        fold(
            metric,
            List.of(
                Counted.view("1", START, START, Map.of("brand", Value.of("5"))),
                Counted.view("2", START, START, Map.of("brand", Value.of(5))),
                Counted.view("3", START, START, Map.of("brand", Value.of(new BigDecimal("5.00"))))));
    assertThat(state.value(metric, START).top()).containsExactly(new Frequent("5", 3));
  }

  private static List<Counted> busy(Random random, int size, int values, Duration spread) {
    List<Counted> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Instant at = START.plusMillis((long) (random.nextDouble() * spread.toMillis()));
      all.add(
          Counted.view(
              "m" + i, at, at.plusMillis(random.nextInt(1_000)),
              Map.of(
                  "brand", Value.of("b" + random.nextInt(values)), "price",
                  Value.of(BigDecimal.valueOf(random.nextInt(10_000), 2)))));
    }
    return all;
  }
}
