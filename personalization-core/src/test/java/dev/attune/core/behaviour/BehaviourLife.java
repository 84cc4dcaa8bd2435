package dev.attune.core.behaviour;

import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** What a person might do and tell, drawn by lot, in the order of happening: the same seed gives the same life. */
final class BehaviourLife {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> AGENTS =
      List.of(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1");

  private final Random random;
  private Instant now = BEGIN;

  private BehaviourLife(long seed) {
    random = new Random(seed);
  }

  static List<Happening> of(long seed) {
    BehaviourLife life = new BehaviourLife(seed);
    int count = life.random.nextInt(life.random.nextInt(20) == 0 ? 400 : 60);
    List<Happening> happenings = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      happenings.add(life.next(number));
    }
    happenings.sort(Happening.ORDER);
    return happenings;
  }

  private Happening next(int number) {
    // often at the very same time, sometimes after days
    now = now.plusSeconds(pick(List.of(0, 0, 1, 60, 900, 1_800, 1_801, 40_000, 700_000)));
    OrderKey key = new OrderKey(now, "m" + random.nextInt(10) + "-" + number, new UUID(0, random.nextInt(3)));
    String session = random.nextInt(3) > 0 ? null : "s" + random.nextInt(random.nextInt(10) == 0 ? 150 : 4);
    return random.nextInt(5) == 0
        ? new Happening(key, session, context(), null, traits())
        : new Happening(key, session, context(), pick(List.of("product_view", "add_to_cart", "purchase",
            "consent_given", "consent_withdrawn")), properties());
  }

  private Map<String, Value> traits() {
    Map<String, Value> traits = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      traits.put("trait" + random.nextInt(4), random.nextInt(4) == 0 ? Value.NOTHING : Value.of(random.nextInt(3)));
    }
    if (random.nextInt(4) == 0) {
      traits.put("consent", new Value.Fields(Map.of("ads", Value.of(random.nextBoolean()))));
    }
    return traits;
  }

  private Map<String, Value> properties() {
    Map<String, Value> properties = new LinkedHashMap<>();
    properties.put("category", Value.of("c" + random.nextInt(random.nextInt(10) == 0 ? 200 : 5)));
    properties.put("brand", Value.of("b" + random.nextInt(6)));
    properties.put("currency", Value.of(pick(List.of("EUR", "USD"))));
    properties.put("revenue", Value.of(BigDecimal.valueOf(random.nextInt(10_000), 2)));
    properties.put("purpose", Value.of(pick(List.of("ads", "mail"))));
    if (random.nextInt(6) == 0) {
      properties.put(
          "products",
          new Value.Items(
              List.of(new Value.Fields(Map.of("category", Value.of("c" + random.nextInt(5)), "sku", Value.of(1))))));
    }
    return properties;
  }

  private Map<String, Value> context() {
    Map<String, Value> context = new LinkedHashMap<>();
    if (random.nextInt(3) == 0) {
      context.put("userAgent", Value.of(pick(AGENTS)));
    }
    if (random.nextInt(4) == 0) {
      context.put("device", new Value.Fields(Map.of("id", Value.of("d" + random.nextInt(14)))));
    }
    if (random.nextInt(3) == 0) {
      context.put("timezone", Value.of(pick(List.of("Europe/Berlin", "Asia/Tokyo"))));
      context.put(
          "location",
          new Value.Fields(
              Map.of("city", Value.of("city" + random.nextInt(13)), "latitude", Value.of(random.nextInt(90)),
                  "longitude", Value.of(new BigDecimal("9.99")))));
    }
    if (random.nextInt(5) == 0) {
      context.put(
          "consent",
          new Value.Fields(
              Map.of("categoryPreferences", new Value.Fields(Map.of("mail", Value.of(random.nextBoolean()))))));
    }
    return context;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
