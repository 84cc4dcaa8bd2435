package dev.attune.core.behaviour;

import dev.attune.contracts.value.Value;
import dev.attune.core.profile.Properties;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Recency, frequency and monetary value, by event time. Every {@code purchase} counts, also one that brought nothing.
 *
 * @param count how many purchases
 * @param days on how many days of the shop's calendar; the repeat days are one less
 * @param first when the first one was; null if there was none
 * @param last when the last one was; null if there was none
 * @param lastDay the day of that in the shop's zone; null if there was none
 * @param spent exact sums by ISO 4217 currency ({@code XXX} where the client named none), sorted
 */
public record Purchases(
    long count,
    long days,
    @Nullable Instant first,
    @Nullable Instant last,
    @Nullable LocalDate lastDay,
    Map<String, BigDecimal> spent) {

  /** There was none. */
  public static final Purchases NONE = new Purchases(0, 0, null, null, null, Map.of());

  /** On how many days the person bought again. */
  public long repeatDays() {
    return Math.max(0, days - 1);
  }

  Purchases evolve(Map<String, Value> properties, Instant at, ZoneId zone) {
    LocalDate day = LocalDate.ofInstant(at, zone);
    Map<String, BigDecimal> sums = spent;
    BigDecimal revenue = Properties.revenue(properties);
    if (revenue != null) {
      sums = new TreeMap<>(spent);
      sums.merge(Properties.currency(properties), revenue, BigDecimal::add);
      sums = Collections.unmodifiableMap(sums);
    }
    return new Purchases(
        count + 1, day.equals(lastDay) ? days : days + 1, Objects.requireNonNullElse(first, at), at, day, sums);
  }
}
