package dev.attune.infra.shop;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the steps of one visit: looking around, the cart, the checkout, with people dropping off all along. */
final class Journey {

  private static final List<String> CODES = List.of("HELLO10", "BUNDLE8", "FRIENDS", "SPRING24");
  private static final int MOST_VIEWS = 14;

  private final Shopper shopper;
  private final Device device;
  private final Catalog catalog;
  private final Draw draw;
  private final boolean attentive;
  private final SignIn signIn;
  private final List<Step> steps = new ArrayList<>();
  private final List<Product> cart = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private boolean signedIn;

  /** Whether the shopper signs in on the way. */
  enum SignIn {
    /** Not in this visit. */
    NONE,
    /** For the first time: what was done on this device before joins the account. */
    FIRST,
    /**
     * On a further device. Until then it is nobody that the shop knows, so no offers are asked for: they would count in
     * the session of somebody else.
     */
    ON_OTHER_DEVICE
  }

  private Journey(
      Shopper shopper, Device device, Catalog catalog, Draw draw, boolean attentive, SignIn signIn) {
    this.shopper = shopper;
    this.device = device;
    this.catalog = catalog;
    this.draw = draw;
    this.attentive = attentive;
    this.signIn = signIn;
  }

  /**
   * The steps of a visit.
   *
   * @param attentive whether the site asks for offers wherever it can, and the visit is a long one
   */
  static List<Step> steps(
      Shopper shopper, Device device, Catalog catalog, Draw draw, SignIn signIn, boolean attentive) {
    Journey journey = new Journey(shopper, device, catalog, draw, attentive, signIn);
    journey.lookAround();
    journey.checkOut();
    return List.copyOf(journey.steps);
  }

  private void lookAround() {
    if (attentive || draw.chance(0.2)) {
      ask("home-hero", Map.of());
    }
    int views = attentive ? draw.between(4, 7) : 1 + draw.runs(0.72, MOST_VIEWS);
    int signsInAfter = signIn == SignIn.NONE ? -1 : draw.below(views);
    for (int view = 0; view < views; view++) {
      Product product = catalog.pick(shopper.favourite(), draw);
      tell("product_view", properties(product));
      if (view == signsInAfter) {
        pause();
        signedIn = true;
        steps.add(new Step.SignedIn(now));
      }
      if (attentive && draw.chance(0.45)) {
        ask("product-sidebar", Map.of("product_id", product.id(), "category", product.category()));
      }
      if (draw.chance((attentive ? 0.38 : 0.17) * shopper.eagerness())) {
        putIntoCart(product);
      }
      if (attentive && draw.chance(0.12)) {
        ask("home-hero", Map.of());
      }
    }
  }

  private void putIntoCart(Product product) {
    cart.add(product);
    Map<String, Object> properties = properties(product);
    properties.put("quantity", 1L);
    tell("add_to_cart", properties);
    if (attentive && draw.chance(0.8)) {
      ask("cart-banner", Map.of("cart_value", value(), "cart_items", (long) cart.size()));
    }
  }

  private void checkOut() {
    if (cart.isEmpty() || !draw.chance(0.62)) {
      return;
    }
    tell("checkout_initiated", Map.of(
        "value", value(), "currency", shopper.city().currency(), "items", (long) cart.size()));
    if (attentive || draw.chance(0.2)) {
      ask("checkout-note", Map.of("cart_value", value(), "cart_items", (long) cart.size()));
    }
    if (draw.chance(0.7)) {
      Map<String, Object> order = new LinkedHashMap<>();
      order.put("order_id", "o-" + draw.uuid().toString().substring(0, 8));
      order.put("revenue", value());
      order.put("currency", shopper.city().currency());
      if (draw.chance(0.18)) {
        order.put("coupon", draw.of(CODES));
      }
      order.put("products", cart.stream().map(this::properties).toList());
      tell("purchase", order);
    }
  }

  private Map<String, Object> properties(Product product) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("product_id", product.id());
    properties.put("name", product.name());
    properties.put("category", product.category());
    properties.put("price", shopper.city().price(product.price()));
    properties.put("currency", shopper.city().currency());
    return properties;
  }

  private BigDecimal value() {
    return cart.stream()
        .map(product -> shopper.city().price(product.price()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private void tell(String name, Map<String, Object> properties) {
    pause();
    steps.add(new Step.Told(now, name, properties));
  }

  private void ask(String placement, Map<String, Object> moment) {
    if (signIn == SignIn.ON_OTHER_DEVICE && !signedIn) {
      return;
    }
    Map<String, Object> context = new LinkedHashMap<>(moment);
    context.put("device", device.kind());
    context.put("city", shopper.city().name());
    steps.add(new Step.Asked(now, placement, context));
  }

  private void pause() {
    now = now.plusSeconds(draw.between(4, 75)).plusMillis(draw.below(1_000));
  }
}
