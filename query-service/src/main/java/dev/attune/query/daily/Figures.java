package dev.attune.query.daily;

import dev.attune.query.view.BsonValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;

/**
 * How often something happened and what it brought.
 *
 * @param revenue exact sums by ISO 4217 currency; {@code XXX} where the client named none
 */
record Figures(long count, Map<String, BigDecimal> revenue) {

  static final Figures NONE = new Figures(0, Map.of());

  Figures plus(Figures other) {
    if (other.revenue.isEmpty()) {
      return new Figures(count + other.count, revenue);
    }
    Map<String, BigDecimal> sums = new TreeMap<>(revenue);
    other.revenue.forEach((currency, sum) -> sums.merge(currency, sum, BigDecimal::add));
    return new Figures(count + other.count, Collections.unmodifiableMap(sums));
  }

  Document document() {
    List<Document> sums = new ArrayList<>(revenue.size());
    revenue.forEach(
        (currency, sum) -> sums.add(new Document("currency", currency).append("sum", BsonValues.decimal(sum))));
    return new Document("count", count).append("revenue", sums);
  }

  static Figures of(Document document) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (Document sum : document.getList("revenue", Document.class)) {
      sums.put(sum.getString("currency"), BsonValues.decimal(sum.get("sum", Object.class)));
    }
    return new Figures(document.getLong("count"), Collections.unmodifiableMap(sums));
  }
}
