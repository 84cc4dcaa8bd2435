package dev.attune.infra.bench.views;

import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.IdentityLinked;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.Times;
import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Three months of a shop: who did what, by a fixed seed. How much a person does is by Zipf (weight 1 / rank); each person
 * begins with an identity and is there at least that once. One interaction in 200 comes up to ten minutes late.
 */
final class ShopHistory {

  private static final Instant START = Instant.parse("2026-08-20T00:00:00Z");
  private static final long SPAN_MILLIS = 90L * 86_400_000;
  private static final int PRODUCTS = 5_000;
  private static final int LATE_ONE_IN = 200;
  private static final int LATE_MILLIS = 600_000;
  private static final UUID SOURCE = new UUID(0x5ca1ab1e, 1);
  private static final List<String> CATEGORIES = List.of(
      "women/knitwear", "women/shoes", "men/shirts", "men/shoes", "kids", "coffee", "running", "books", "home/kitchen",
      "home/garden", "outdoor", "sale");
  private static final List<String> BRANDS =
      List.of("Fjord", "Norrsken", "Lumen", "Alba", "Tern", "Basalt", "Osprey", "Juniper");
  private static final List<String> BROWSERS = List.of(
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/139.0.0.0 Safari/537.36");

  private final int events;
  private final int people;
  private final Random random;

  /**
   * @param events all together, the first one of each person included
   * @param people who did them
   */
  ShopHistory(int events, int people, long seed) {
    this.events = events;
    this.people = people;
    this.random = new Random(seed);
  }

  /** The stream of a person. */
  static UUID stream(int person) {
    return new UUID(0x0123456789ab7000L + person * 0x9e3779b97f4aL, 0x8000000000000000L | person);
  }

  /** What a person is known by. */
  static String user(int person) {
    return "u-" + person;
  }

  /** One event as it happened. */
  record Happened(UUID stream, ProfileEvent event, Instant occurredAt, Instant recordedAt) {}

  /** Tells everything in the order of recording; the number is that of the person. */
  void tell(BiConsumer<Integer, Happened> to) {
    int[] order = order();
    boolean[] known = new boolean[people];
    for (int i = 0; i < order.length; i++) {
      int person = order[i];
      Instant now = START.plusMillis(SPAN_MILLIS * i / order.length + random.nextInt(5));
      if (known[person]) {
        Instant at = random.nextInt(LATE_ONE_IN) == 0 ? now.minusMillis(random.nextInt(LATE_MILLIS)) : now;
        to.accept(person, new Happened(stream(person), interaction(person, at, now), at, now));
      } else {
        known[person] = true;
        byte[] digest = ByteBuffer.allocate(16).putLong(8, person).array();
        IdentityLinked linked = new IdentityLinked(Identity.USER, digest, user(person));
        to.accept(person, new Happened(stream(person), linked, now, now));
      }
    }
  }

  /** Everybody once, the others by Zipf, mixed. */
  private int[] order() {
    double[] cumulative = new double[people];
    double sum = 0;
    for (int rank = 0; rank < people; rank++) {
      sum += 1.0 / (rank + 1);
      cumulative[rank] = sum;
    }
    int[] order = new int[events];
    for (int i = 0; i < events; i++) {
      int found = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
      order[i] = i < people ? i : Math.min(people - 1, found < 0 ? -found - 1 : found);
    }
    for (int i = events - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int moved = order[i];
      order[i] = order[other];
      order[other] = moved;
    }
    return order;
  }

  private InteractionRecorded interaction(int person, Instant at, Instant now) {
    int kind = random.nextInt(100);
    String name =
        kind < 72 ? "product_view" : kind < 85 ? "add_to_cart" : kind < 90 ? "checkout_initiated"
            : kind < 94 ? "purchase" : "search";
    // a visit every few hours
    String session = "s-" + Integer.toHexString(person) + "-" + now.toEpochMilli() / 14_400_000;
    return new InteractionRecorded(
        SOURCE, "m-" + Long.toHexString(random.nextLong()), "track", name, session,
        new Times(at, at.plusMillis(40), now, Times.Correction.SKEW), properties(name),
        List.of(Identity.user(user(person))), Map.of(), context(person));
  }

  private Map<String, Value> properties(String name) {
    Map<String, Value> properties = new LinkedHashMap<>();
    if (name.equals("search")) {
      properties.put("query", Value.of("wool " + random.nextInt(500)));
      return properties;
    }
    // the most viewed products far more often than the others
    int product = (int) (PRODUCTS * Math.pow(random.nextDouble(), 3));
    Value price = Value.of(BigDecimal.valueOf(499 + product * 7L % 20_000, 2));
    properties.put("product_id", Value.of("P-" + product));
    properties.put("name", Value.of("Wool sweater " + product));
    properties.put("category", Value.of(CATEGORIES.get(product % CATEGORIES.size())));
    properties.put("brand", Value.of(BRANDS.get(product % BRANDS.size())));
    properties.put("price", price);
    properties.put("currency", Value.of("EUR"));
    if (name.equals("purchase")) {
      properties.put("order_id", Value.of("O-" + random.nextInt(1_000_000)));
      properties.put("revenue", price);
      if (random.nextInt(5) == 0) {
        properties.put("coupon", Value.of("WINTER10"));
      }
    }
    return properties;
  }

  private Map<String, Value> context(int person) {
    Map<String, Value> page = new LinkedHashMap<>();
    page.put("path", Value.of("/products/" + random.nextInt(PRODUCTS)));
    page.put("referrer", Value.of("https://shop.example.org/"));
    Map<String, Value> context = new LinkedHashMap<>();
    context.put("page", new Value.Fields(page));
    context.put("locale", Value.of("en-GB"));
    context.put("timezone", Value.of("Europe/Stockholm"));
    context.put("userAgent", Value.of(BROWSERS.get(person % BROWSERS.size())));
    return context;
  }
}
