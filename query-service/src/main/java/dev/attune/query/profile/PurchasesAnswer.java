package dev.attune.query.profile;

import dev.attune.core.behaviour.Purchases;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recency, frequency and monetary value.
 *
 * @param count how many purchases
 * @param days on how many days of the shop's calendar
 * @param repeatDays one less
 * @param first when the first one was
 * @param last when the last one was
 * @param lastDay the shop's day of that
 * @param spent exact sums by ISO 4217 currency
 */
public record PurchasesAnswer(
    long count,
    long days,
    long repeatDays,
    @Nullable Instant first,
    @Nullable Instant last,
    @Nullable LocalDate lastDay,
    Map<String, BigDecimal> spent) {

  static PurchasesAnswer of(Purchases purchases) {
    return new PurchasesAnswer(
        purchases.count(), purchases.days(), purchases.repeatDays(), purchases.first(), purchases.last(),
        purchases.lastDay(), purchases.spent());
  }
}
