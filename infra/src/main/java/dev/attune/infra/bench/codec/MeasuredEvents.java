package dev.attune.infra.bench.codec;

import dev.attune.contracts.Event;
import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.Times;
import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/** Four events as a shop makes them, varied by a fixed seed. */
public final class MeasuredEvents {

  private static final long SEED = 20261123;
  private static final Instant START = Instant.parse("2026-11-23T09:00:00Z");

  private final Random random = new Random(SEED);

  /** {@code count} of each kind, by the kind's name. */
  public Map<String, List<Event>> each(int count) {
    Map<String, List<Event>> events = new LinkedHashMap<>();
    events.put("product_view", IntStream.range(0, count).<Event>mapToObj(i -> productView()).toList());
    events.put("purchase", IntStream.range(0, count).<Event>mapToObj(i -> purchase()).toList());
    events.put("identity_linked", IntStream.range(0, count).<Event>mapToObj(i -> identityLinked()).toList());
    events.put("decision_made", IntStream.range(0, count).<Event>mapToObj(i -> decisionMade()).toList());
    return events;
  }

  private Event productView() {
    return interaction("product_view", product(), Map.of());
  }

  private Event purchase() {
    List<Value> items = List.of(item(), item(), item());
    Map<String, Value> properties = new LinkedHashMap<>();
    properties.put("order_id", Value.of("O-" + random.nextInt(1_000_000)));
    properties.put("total", price());
    properties.put("tax", price());
    properties.put("shipping", Value.of(new BigDecimal("4.90")));
    properties.put("currency", Value.of("EUR"));
    properties.put("coupon", Value.of("WINTER10"));
    properties.put("products", new Value.Items(items));
    Map<String, Value> personal = new LinkedHashMap<>();
    personal.put("email", Value.of("shopper%d@example.org".formatted(random.nextInt(5_000))));
    personal.put("city", Value.of("Gothenburg"));
    return interaction("purchase", properties, personal);
  }

  private Value item() {
    Map<String, Value> item = new LinkedHashMap<>();
    item.put("product_id", Value.of("P-" + random.nextInt(10_000)));
    item.put("name", Value.of("Wool sweater %d".formatted(random.nextInt(10_000))));
    item.put("price", price());
    item.put("quantity", Value.of(1L + random.nextInt(3)));
    return new Value.Fields(item);
  }

  private Map<String, Value> product() {
    Map<String, Value> product = new LinkedHashMap<>();
    product.put("product_id", Value.of("P-" + random.nextInt(10_000)));
    product.put("sku", Value.of("SKU-%06d".formatted(random.nextInt(1_000_000))));
    product.put("name", Value.of("Wool sweater %d".formatted(random.nextInt(10_000))));
    product.put("category", Value.of("women/knitwear"));
    product.put("brand", Value.of("Fjord"));
    product.put("price", price());
    product.put("position", Value.of((long) random.nextInt(40)));
    product.put("in_stock", Value.of(true));
    return product;
  }

  private Value price() {
    return Value.of(BigDecimal.valueOf(100 + random.nextInt(30_000), 2));
  }

  private Event interaction(String name, Map<String, Value> properties, Map<String, Value> personal) {
    Instant time = time();
    return new ProfileEvent.InteractionRecorded(
        uuid(),
        "ajs-next-%d-%s".formatted(time.toEpochMilli(), uuid()),
        "track",
        name,
        "s-" + Long.toHexString(random.nextLong()),
        new Times(time, time.plusMillis(40), time.plusMillis(95), Times.Correction.SKEW),
        properties,
        List.of(Identity.anonymous(uuid().toString()), Identity.user("u-" + random.nextInt(5_000))),
        personal,
        context());
  }

  private Map<String, Value> context() {
    Map<String, Value> page = new LinkedHashMap<>();
    page.put("path", Value.of("/women/knitwear/" + random.nextInt(10_000)));
    page.put("referrer", Value.of("https://shop.example.org/women"));
    page.put("title", Value.of("Wool sweater | Fjord"));
    page.put("url", Value.of("https://shop.example.org/women/knitwear/" + random.nextInt(10_000)));
    Map<String, Value> library = new LinkedHashMap<>();
    library.put("name", Value.of("analytics.js"));
    library.put("version", Value.of("next-1.84.3"));
    Map<String, Value> context = new LinkedHashMap<>();
    context.put("page", new Value.Fields(page));
    context.put("library", new Value.Fields(library));
    context.put("locale", Value.of("en-GB"));
    context.put("timezone", Value.of("Europe/Stockholm"));
    context.put("ip", Value.of("192.0.2.%d".formatted(random.nextInt(255))));
    context.put("userAgent", Value.of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"));
    return context;
  }

  private Event identityLinked() {
    return new ProfileEvent.IdentityLinked(Identity.USER, bytes(16), "u-" + random.nextInt(5_000));
  }

  private Event decisionMade() {
    Map<String, Value> context = new LinkedHashMap<>();
    context.put("page", Value.of("checkout"));
    context.put("basket", price());
    return new ProfileEvent.DecisionMade(
        uuid(),
        uuid().toString(),
        "checkout-banner",
        new ProfileEvent.SessionRef("s-" + Long.toHexString(random.nextLong()), false),
        time(),
        41,
        random.nextLong(),
        new ProfileEvent.Proposition(uuid(), "free-shipping", 3, false, true),
        List.of(
            new ProfileEvent.HeldBack("winter-sale", 2, "capped", "3 of 3 shown in this session"),
            new ProfileEvent.HeldBack("student-discount", 1, "ineligible", "traits.student == true is false"),
            new ProfileEvent.HeldBack("newsletter", 7, "outranked", "priority 10 is below 50"),
            new ProfileEvent.HeldBack("gift-wrap", 1, "outranked", "priority 5 is below 50")),
        bytes(32),
        Identity.anonymous(uuid().toString()),
        context);
  }

  private Instant time() {
    return START.plusMillis(random.nextInt(86_400_000));
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
