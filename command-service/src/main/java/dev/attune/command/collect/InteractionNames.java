package dev.attune.command.collect;

import dev.attune.command.platform.json.Bounds;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Names of interactions. Segment's e-commerce names become ours, whatever their case; any other name is kept as sent.
 *
 * @see <a href="https://segment.com/docs/connections/spec/ecommerce/v2/">Segment's e-commerce spec</a>
 */
final class InteractionNames {

  static final String PAGE_VIEW = "page_view";
  static final String SCREEN_VIEW = "screen_view";

  private static final int LONGEST = 200;

  private static final Map<String, String> FROM_SEGMENT =
      Map.ofEntries(
          Map.entry("products searched", "products_search"),
          Map.entry("product list viewed", "product_list_view"),
          Map.entry("product list filtered", "product_list_filter"),
          Map.entry("promotion viewed", "promotion_view"),
          Map.entry("promotion clicked", "promotion_click"),
          Map.entry("product clicked", "product_click"),
          Map.entry("product viewed", "product_view"),
          Map.entry("product added", "add_to_cart"),
          Map.entry("product removed", "remove_from_cart"),
          Map.entry("cart viewed", "cart_view"),
          Map.entry("cart shared", "cart_share"),
          Map.entry("checkout started", "checkout_initiated"),
          Map.entry("checkout step viewed", "checkout_step_view"),
          Map.entry("checkout step completed", "checkout_step_complete"),
          Map.entry("payment info entered", "payment_info_enter"),
          Map.entry("order updated", "order_update"),
          Map.entry("order completed", "purchase"),
          Map.entry("order refunded", "order_refund"),
          Map.entry("order cancelled", "order_cancel"),
          Map.entry("coupon entered", "coupon_enter"),
          Map.entry("coupon applied", "coupon_apply"),
          Map.entry("coupon denied", "coupon_deny"),
          Map.entry("coupon removed", "coupon_remove"),
          Map.entry("product added to wishlist", "add_to_wishlist"),
          Map.entry("product removed from wishlist", "remove_from_wishlist"),
          Map.entry("wishlist product added to cart", "wishlist_add_to_cart"),
          Map.entry("product shared", "product_share"),
          Map.entry("product reviewed", "product_review"));

  private InteractionNames() {}

  /** The interaction that Segment's {@code track} means; none if the name is blank or longer than 200 characters. */
  static Optional<String> ofTrack(String event) {
    return plain(event).map(name -> FROM_SEGMENT.getOrDefault(name.toLowerCase(Locale.ROOT), name));
  }

  /** The name as sent, without space around it; none if it is blank or longer than 200 characters. */
  static Optional<String> plain(String sent) {
    String name = sent.strip();
    return name.isEmpty() || name.length() > LONGEST || !Bounds.isClean(name) ? Optional.empty() : Optional.of(name);
  }
}
