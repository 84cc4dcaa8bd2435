package dev.attune.infra.wholeway;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What {@code GET /v1/totals} says; differences of two tell what came in between, for the stack is shared.
 *
 * @param usd exact sum of purchases in US dollars
 */
record Totals(long profiles, Map<String, Long> counts, BigDecimal usd) {

  static Totals of(JsonNode answer) {
    Map<String, Long> counts = new TreeMap<>();
    BigDecimal usd = BigDecimal.ZERO;
    for (JsonNode one : answer.path("byName")) {
      counts.put(one.path("name").asString(), one.path("count").asLong());
      JsonNode sum = one.path("revenue").path("USD");
      usd = sum.isNumber() ? usd.add(sum.decimalValue()) : usd;
    }
    return new Totals(answer.path("profiles").asLong(), counts, usd);
  }

  long count(String name) {
    return counts.getOrDefault(name, 0L);
  }

  long countSince(Totals before, String name) {
    return count(name) - before.count(name);
  }
}
