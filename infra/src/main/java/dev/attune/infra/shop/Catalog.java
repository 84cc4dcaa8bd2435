package dev.attune.infra.shop;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything that the shop sells. Popularity is by Zipf, over the whole shop and within a category. */
final class Catalog {

  private static final double EXPONENT = 1.05;
  private static final long PLACE = 1;
  private static final List<BigDecimal> ENDINGS =
      List.of(new BigDecimal("0.00"), new BigDecimal("0.50"), new BigDecimal("0.90"), new BigDecimal("0.95"));

  private final List<Product> products = new ArrayList<>();
  private final Map<String, List<Product>> byCategory = new HashMap<>();
  private final Zipf overall;
  private final Zipf within;

  Catalog(long seed) {
    Draw draw = Draw.of(seed, PLACE);
    int size = 0;
    for (Department department : Department.ALL) {
      List<Product> shelf = shelf(department, draw);
      byCategory.put(department.category(), shelf);
      size = shelf.size();
    }
    for (int rank = 0; rank < size; rank++) {
      for (Department department : Department.ALL) {
        products.add(byCategory.getOrDefault(department.category(), List.of()).get(rank));
      }
    }
    overall = new Zipf(products.size(), EXPONENT);
    within = new Zipf(size, EXPONENT);
  }

  private static List<Product> shelf(Department department, Draw draw) {
    List<Product> shelf = new ArrayList<>();
    for (String thing : department.things()) {
      for (String kind : department.kinds()) {
        int whole = draw.between(department.least(), department.most());
        shelf.add(
            new Product(
                "%s-%03d".formatted(department.category(), shelf.size() + 1), thing + " " + kind,
                department.category(), BigDecimal.valueOf(whole).add(draw.of(ENDINGS))));
      }
    }
    return shelf;
  }

  List<Product> products() {
    return List.copyOf(products);
  }

  /** A product that somebody with this favourite category looks at: mostly there, else anywhere. */
  Product pick(String favourite, Draw draw) {
    List<Product> shelf = byCategory.get(favourite);
    return shelf != null && draw.chance(0.6) ? shelf.get(within.rank(draw)) : products.get(overall.rank(draw));
  }
}
