package dev.attune.core.metric;

import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.attune.core.metric.Counted.fold;
import static dev.attune.core.metric.Counted.metric;
import static dev.attune.core.metric.Counted.naive;
import static dev.attune.core.metric.Counted.told;
import static org.assertj.core.api.Assertions.assertThat;

/** Seeded: states beside a plain calculation over all that happened, whatever the order of arrival. */
class MetricOrderTest {

  /** Shortly before the clocks go forward in Berlin, 29 March 2026. */
  private static final Instant START = Instant.parse("2026-03-20T21:30:00Z");

  private static final List<Duration> WINDOWS =
      List.of(
          Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(30), Duration.ofHours(24), Duration.ofDays(3),
          Duration.ofDays(30), Duration.ofDays(31), Duration.ofDays(90), Duration.ofDays(365));

  static Stream<Arguments> metrics() {
    return WINDOWS.stream()
        .flatMap(window -> Stream.of(Aggregation.values()).map(aggregation -> Arguments.of(aggregation, window)));
  }

  @ParameterizedTest(name = "{0} over {1}")
  @MethodSource("metrics")
  void every_order_gives_the_same_state_and_the_value_of_a_plain_calculation(Aggregation aggregation, Duration window) {
    Metric metric = metric(aggregation, window);
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      List<Counted> all = happened(random, window);
      byte[] state = MetricBytes.encode(fold(metric, all));
      for (int shuffle = 0; shuffle < 4; shuffle++) {
        List<Counted> other = new ArrayList<>(all);
        Collections.shuffle(other, random);
        assertThat(MetricBytes.encode(fold(metric, other))).as("seed %d", seed).isEqualTo(state);
      }
      MetricState read = MetricBytes.decode(state);
      for (Instant now : moments(random, all, window, metric, read)) {
        MetricValue value = read.value(metric, now);
        assertThat(told(value)).as("seed %d at %s", seed, now).isEqualTo(naive(metric, all, now));
        assertThat(value.approximate()).isFalse();
        assertThat(value.error()).isNull();
      }
    }
  }

  @ParameterizedTest(name = "{0} over {1}")
  @MethodSource("metrics")
  void until_the_next_change_the_value_stays(Aggregation aggregation, Duration window) {
    Metric metric = metric(aggregation, window);
    for (int seed = 100; seed < 115; seed++) {
      Random random = new Random(seed);
      List<Counted> all = happened(random, window);
      MetricState state = fold(metric, all);
      Instant now = latest(all);
      for (int step = 0; step < 200; step++) {
        Instant next = state.nextChange(metric, now);
        Instant until = next == null ? now.plus(Duration.ofDays(800)) : next.minusMillis(1);
        String before = naive(metric, all, now);
        assertThat(told(state.value(metric, until))).as("seed %d until %s", seed, until).isEqualTo(before);
        assertThat(naive(metric, all, until)).as("seed %d until %s", seed, until).isEqualTo(before);
        if (next == null) {
          break;
        }
        assertThat(next).isAfter(now);
        assertThat(told(state.value(metric, next))).isEqualTo(naive(metric, all, next));
        now = next;
      }
      assertThat(state.nextChange(metric, now.plus(Duration.ofDays(900)))).as("all has gone").isNull();
    }
  }

  @Test
  void what_no_window_reaches_any_more_is_forgotten() {
    Metric metric = metric(Aggregation.COUNT, Duration.ofHours(1));
    List<Counted> all = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Instant at = START.plus(Duration.ofMinutes(i));
      all.add(Counted.view("m" + i, at, at, Map.of()));
    }
    assertThat(MetricBytes.encode(fold(metric, all)).length).isLessThan(600);
    List<Counted> reversed = all.reversed();
    assertThat(MetricBytes.encode(fold(metric, reversed))).isEqualTo(MetricBytes.encode(fold(metric, all)));
  }

  private static List<Counted> happened(Random random, Duration window) {
    long spread = Math.max(Duration.ofMinutes(5).toMillis(), window.toMillis() * 3 / 2);
    List<Counted> all = new ArrayList<>();
    int size = 1 + random.nextInt(60);
    for (int i = 0; i < size; i++) {
      Instant at = START.plusMillis((long) (random.nextDouble() * spread)).plusNanos(random.nextInt(1000) * 1000L);
      if (random.nextInt(5) == 0 && !all.isEmpty()) {
        at = all.get(random.nextInt(all.size())).at();
      }
      Instant recorded =
          switch (random.nextInt(4)) {
            case 0 -> at.plusMillis((long) (random.nextDouble() * window.toMillis() * 2));
            case 1 -> at.minusMillis(random.nextInt(500));
            default -> at.plusMillis(random.nextInt(2_000));
          };
      Map<String, Value> properties = new HashMap<>();
      if (random.nextInt(6) > 0) {
        properties.put("brand", Value.of("b" + random.nextInt(6)));
      }
      if (random.nextInt(6) > 0) {
        properties.put("price", Value.of(BigDecimal.valueOf(random.nextInt(2_000) - 500, random.nextInt(4))));
      }
      all.add(Counted.view("m" + i, at, recorded, properties));
    }
    return all;
  }

  private static Instant latest(List<Counted> all) {
    return all.stream().map(Counted::recorded).max(Instant::compareTo).orElseThrow();
  }

  /** Moments from the latest recording on, among them those at which something comes or goes. */
  private static List<Instant> moments(
      Random random, List<Counted> all, Duration window, Metric metric, MetricState state) {
    Instant latest = latest(all);
    List<Instant> moments = new ArrayList<>(List.of(latest));
    for (int i = 0; i < 10; i++) {
      moments.add(latest.plusMillis((long) (random.nextDouble() * (window.toMillis() * 2 + 1_000))));
    }
    for (Counted one : all) {
      for (int around = -1; around <= 1; around++) {
        moments.add(one.at().plus(window).plusMillis(around));
        moments.add(one.at().plusMillis(around));
      }
    }
    Instant next = state.nextChange(metric, latest);
    if (next != null) {
      moments.addAll(List.of(next.minusMillis(1), next, next.plusMillis(1)));
    }
    return moments.stream().filter(moment -> !moment.isBefore(latest)).toList();
  }
}
