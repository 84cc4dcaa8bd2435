package dev.attune.query.product;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;

/**
 * Counts of at most so many products. Once it is full, a newcomer takes the place of the least one (of equals, the last by
 * id), whose count is lost. Immutable.
 *
 * @param dropped greatest count that was lost: what is missing of any product was not more, at the moment it was lost
 */
record Ranking(Map<String, Long> counts, long dropped) {

  static final Ranking NONE = new Ranking(Map.of(), 0);

  /**
   * The ranking after a change.
   *
   * @param change negative for what is taken back
   * @param most products that are kept
   */
  Ranking plus(String product, long change, int most) {
    Long known = counts.get(product);
    if (known == null && change <= 0) {
      return this;
    }
    Map<String, Long> next = new HashMap<>(counts);
    long lost = dropped;
    if (known == null && next.size() >= most) {
      String least = least();
      lost = Math.max(lost, counts.getOrDefault(least, 0L));
      next.remove(least);
    }
    long now = (known == null ? 0 : known) + change;
    if (now > 0) {
      next.put(product, now);
    } else {
      next.remove(product);
    }
    return new Ranking(next, lost);
  }

  private String least() {
    Map.Entry<String, Long> least = null;
    for (Map.Entry<String, Long> one : counts.entrySet()) {
      if (least == null
          || one.getValue() < least.getValue()
          || one.getValue().equals(least.getValue()) && one.getKey().compareTo(least.getKey()) > 0) {
        least = one;
      }
    }
    return least == null ? "" : least.getKey();
  }

  /** Sorted, so that equal states make equal documents. */
  Document document() {
    List<Document> products = new ArrayList<>(counts.size());
    new TreeMap<>(counts).forEach((id, count) -> products.add(new Document("id", id).append("count", count)));
    return new Document("products", products).append("dropped", dropped);
  }

  static Ranking of(Document document) {
    Map<String, Long> counts = new HashMap<>();
    for (Document product : document.getList("products", Document.class)) {
      counts.put(product.getString("id"), product.getLong("count"));
    }
    return new Ranking(counts, document.getLong("dropped"));
  }
}
