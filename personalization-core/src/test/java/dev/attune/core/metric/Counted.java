package dev.attune.core.metric;

import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.Times;
import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Metrics calculated in the plainest way, from the list of all that happened.
 *
 * @param at occurredAt
 * @param recorded recordedAt
 */
record Counted(InteractionRecorded event, Instant at, Instant recorded) {

  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final long A_DAY = 86_400;

  static Counted view(String messageId, Instant at, Instant recorded, Map<String, Value> properties) {
    return new Counted(
        new InteractionRecorded(
            new UUID(1, 2), messageId, "track", "product_view", null,
            new Times(null, null, recorded, Times.Correction.NONE), properties, List.of(), Map.of(), Map.of()),
        at, recorded);
  }

  static Metric metric(Aggregation aggregation, Duration window) {
    String property = switch (aggregation) {
      case COUNT -> null;
      case SUM, AVERAGE, MIN, MAX -> "price";
      case UNIQUE, LAST, TOP -> "brand";
    };
    return Metric.of(
        new MetricPublished(
            "m", 1, "M", new Match("product_view", List.of()), aggregation, property,
            aggregation == Aggregation.TOP ? 3 : 0, window.toSeconds()),
        BERLIN);
  }

  static MetricState fold(Metric metric, List<Counted> all) {
    MetricState state = MetricState.empty(metric);
    for (Counted one : all) {
      state = state.with(metric, one.event, one.at, one.recorded);
    }
    return state;
  }

  /** True if the interaction lies in the window that is looked at at a moment. */
  boolean isIn(long seconds, Instant now) {
    if (seconds == 0) {
      return true;
    }
    if (seconds <= A_DAY) {
      Instant ms = at.truncatedTo(ChronoUnit.MILLIS);
      Instant until = now.truncatedTo(ChronoUnit.MILLIS);
      return ms.isAfter(until.minusSeconds(seconds)) && !ms.isAfter(until);
    }
    if (seconds <= 30 * A_DAY) {
      Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
      return !minute.isBefore(now.minusSeconds(seconds).truncatedTo(ChronoUnit.MINUTES)) && !minute.isAfter(now);
    }
    LocalDate day = at.atZone(BERLIN).toLocalDate();
    return !day.isBefore(now.atZone(BERLIN).toLocalDate().minusDays(seconds / A_DAY))
        && !day.isAfter(now.atZone(BERLIN).toLocalDate());
  }

  /** The value as text, for comparison: what {@link #told} makes of an answer. */
  static String naive(Metric metric, List<Counted> all, Instant now) {
    List<Counted> in = new ArrayList<>(all.stream().filter(c -> c.isIn(metric.definition().seconds(), now)).toList());
    List<BigDecimal> prices =
        in.stream().filter(c -> c.event.properties().get("price") != null)
            .map(c -> ((Value.Decimal) c.event.properties().get("price")).value()).toList();
    List<Counted> branded = in.stream().filter(c -> c.event.properties().get("brand") != null).toList();
    return switch (metric.definition().aggregation()) {
      case COUNT -> Integer.toString(in.size());
      case SUM -> plain(prices.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
      case AVERAGE ->
          prices.isEmpty()
              ? "none"
              : plain(
                  prices.stream().reduce(BigDecimal.ZERO, BigDecimal::add)
                      .divide(BigDecimal.valueOf(prices.size()), MathContext.DECIMAL128));
      case MIN -> prices.stream().min(Comparator.naturalOrder()).map(Counted::plain).orElse("none");
      case MAX -> prices.stream().max(Comparator.naturalOrder()).map(Counted::plain).orElse("none");
      case UNIQUE -> Integer.toString(new HashSet<>(branded.stream().map(Counted::brand).toList()).size());
      case LAST ->
          branded.stream().max(Comparator.comparing(Counted::at).thenComparing(c -> c.event.messageId()))
              .map(Counted::brand).orElse("none");
      case TOP -> {
        Map<String, Long> counts = new TreeMap<>();
        branded.forEach(c -> counts.merge(c.brand(), 1L, Long::sum));
        yield counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
            .limit(3).toList().toString().replace("[]", "none");
      }
    };
  }

  /** An answer as text. */
  static String told(MetricValue answer) {
    return switch (answer.value()) {
      case null ->
          answer.top().isEmpty()
              ? "none"
              : answer.top().stream().map(f -> Map.entry(f.value(), f.count())).toList().toString();
      case Value.Text text -> text.value();
      case Value.Whole whole -> Long.toString(whole.value());
      case Value.Decimal decimal -> plain(decimal.value());
      default -> throw new AssertionError("Not expected: " + answer);
    };
  }

  String brand() {
    return ((Value.Text) event.properties().get("brand")).value();
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
