package dev.attune.infra.bench.views;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.DefinitionEvent.AudiencePublished;
import dev.attune.contracts.DefinitionEvent.FunnelPublished;
import dev.attune.contracts.DefinitionEvent.FunnelStep;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.DefinitionEvent.PropertyTest;
import dev.attune.contracts.DefinitionEvent.ShopConfigured;
import dev.attune.contracts.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The definitions of the demo's shop: ten metrics, three funnels, five audiences. */
final class ShopInsights {

  private static final long HOUR = 3_600;
  private static final long DAY = 24 * HOUR;

  private ShopInsights() {}

  static List<DefinitionEvent> all() {
    Match euros =
        new Match("purchase", List.of(new PropertyTest("currency", DefinitionEvent.Comparison.EQUAL, List.of(Value.of("EUR")))));
    Match withCoupon =
        new Match("purchase", List.of(new PropertyTest("coupon", DefinitionEvent.Comparison.EXISTS, List.of())));
    return List.of(
        new ShopConfigured("shop", 1, "Europe/Berlin", "EUR"),
        metric("views_10m", any("product_view"), Aggregation.COUNT, null, 600),
        metric("views_24h", any("product_view"), Aggregation.COUNT, null, DAY),
        metric("views_30d", any("product_view"), Aggregation.COUNT, null, 30 * DAY),
        metric("products_seen_7d", any("product_view"), Aggregation.UNIQUE, "product_id", 7 * DAY),
        metric("top_categories_90d", any("product_view"), Aggregation.TOP, "category", 90 * DAY),
        metric("last_category", any("product_view"), Aggregation.LAST, "category", 0),
        metric("dearest_seen_24h", any("product_view"), Aggregation.MAX, "price", DAY),
        metric("carted_24h", any("add_to_cart"), Aggregation.SUM, "price", DAY),
        metric("orders_365d", any("purchase"), Aggregation.COUNT, null, 365 * DAY),
        metric("spent_90d", euros, Aggregation.SUM, "revenue", 90 * DAY),
        funnel("buying", 7 * DAY, List.of("source", "properties.category"),
            step("product_view"), step("add_to_cart"), step("checkout_initiated"), step("purchase")),
        funnel("checkout", HOUR, List.of(),
            step("checkout_initiated"), new FunnelStep("purchase", any("purchase"), List.of(withCoupon))),
        funnel("coming-back", 90 * DAY, List.of(),
            step("purchase"), step("product_view"),
            new FunnelStep("purchase again", any("purchase"), List.of())),
        audience("keen", "profile.metrics.views_10m >= 5"),
        audience("full-cart", "profile.metrics.carted_24h > 0.0 && !(has(profile.purchases.last) && now -"
            + " profile.purchases.last < duration('24h'))"),
        audience("regulars", "profile.metrics.orders_365d >= 2"),
        audience("lapsing", "profile.purchases.count >= 1 && has(profile.last_seen) && now - profile.last_seen >"
            + " duration('720h')"),
        audience("coffee-lovers", "'top_categories_90d' in profile.metrics && 'coffee' in"
            + " profile.metrics.top_categories_90d"));
  }

  private static Match any(String interaction) {
    return new Match(interaction, List.of());
  }

  private static FunnelStep step(String interaction) {
    return new FunnelStep(interaction, any(interaction), List.of());
  }

  private static MetricPublished metric(
      String key, Match of, Aggregation aggregation, @Nullable String property, long seconds) {
    return new MetricPublished(
        key, 1, key, of, aggregation, property, aggregation == Aggregation.TOP ? 3 : 0, seconds);
  }

  private static FunnelPublished funnel(String key, long seconds, List<String> segments, FunnelStep... steps) {
    return new FunnelPublished(key, 1, key, List.of(steps), seconds, segments);
  }

  private static AudiencePublished audience(String key, String rule) {
    return new AudiencePublished(key, 1, key, rule);
  }
}
