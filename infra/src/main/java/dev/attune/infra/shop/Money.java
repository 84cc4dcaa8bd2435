package dev.attune.infra.shop;

import java.math.BigDecimal;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Amounts as people read them, exact. */
final class Money {

  private Money() {}

  /** {@code 1,234.50 EUR}; JSON may hold the amount as a number or as text. */
  static String text(JsonNode amount, String currency) {
    BigDecimal exact = amount.isString() ? new BigDecimal(amount.asString()) : amount.decimalValue();
    return String.format(Locale.ROOT, "%,." + Math.max(2, exact.scale()) + "f %s", exact, currency);
  }
}
