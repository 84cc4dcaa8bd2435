package dev.attune.query.totals;

import dev.attune.query.view.BsonValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A count and what it brought.
 *
 * @param name of the interaction; null for the number of profiles
 * @param count how many
 * @param revenue exact sums by ISO 4217 currency
 */
record Total(@Nullable String name, long count, Map<String, BigDecimal> revenue) {

  static final Total NONE = new Total(null, 0, Map.of());

  /** This and another one of the same name. */
  Total plus(Total other) {
    Map<String, BigDecimal> sums = new TreeMap<>(revenue);
    other.revenue.forEach((currency, sum) -> sums.merge(currency, sum, BigDecimal::add));
    return new Total(other.name, count + other.count, Collections.unmodifiableMap(sums));
  }

  Document document() {
    List<Document> sums = new ArrayList<>(revenue.size());
    revenue.forEach(
        (currency, sum) -> sums.add(new Document("currency", currency).append("sum", BsonValues.decimal(sum))));
    return new Document("name", name).append("count", count).append("revenue", sums);
  }

  static Total of(Document document) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (Document sum : document.getList("revenue", Document.class)) {
      sums.put(sum.getString("currency"), BsonValues.decimal(sum.get("sum", Object.class)));
    }
    return new Total(document.getString("name"), document.getLong("count"), Collections.unmodifiableMap(sums));
  }
}
