package dev.attune.query.product;

import dev.attune.core.definition.Insights;
import dev.attune.query.projection.Fold;
import dev.attune.query.projection.Generation;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The projection of products; its days are those of the shop's zone. */
public final class Products {

  /** Raised whenever the same events give other documents. */
  private static final int REVISION = 2;

  private static final String ZONE = "shop/zone";

  private Products() {}

  /** How products are folded: another zone makes other days, of all history. */
  public static Fold fold() {
    return new Fold(
        REVISION,
        insights -> {
          SortedMap<String, String> keys = new TreeMap<>();
          keys.put(ZONE, insights.shop().zone());
          return keys;
        },
        (insights, keys) ->
            List.of(new WantedView(ZoneId.of(insights.shop().zone())), new VisitsView(), new TogetherView()));
  }

  /** The zone that a generation is folded with. */
  static ZoneId zone(Generation generation) {
    return ZoneId.of(generation.keys().getOrDefault(ZONE, Insights.DEFAULT_SHOP.zone()));
  }
}
