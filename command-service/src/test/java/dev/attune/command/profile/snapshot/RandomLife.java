package dev.attune.command.profile.snapshot;

import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.IdentityLinked;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.ProfileEvent.Proposition;
import dev.attune.contracts.ProfileEvent.SamePersonRecognized;
import dev.attune.contracts.ProfileEvent.SessionRef;
import dev.attune.contracts.ProfileEvent.TraitsTold;
import dev.attune.contracts.Times;
import dev.attune.contracts.value.Value;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.ProfileFold;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** What a person might do, drawn by lot: the same seed gives the same life on every machine. */
final class RandomLife {

  static final UUID STREAM = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);

  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<String> NAMES = List.of("product_view", "add_to_cart", "purchase", "Ünïcode 🛒", "");
  private static final List<String> WORDS = List.of("", "a", "plan", "größe", "日本", "👟👟", "x".repeat(300));

  private final Random random;

  private RandomLife(long seed) {
    this.random = new Random(seed);
  }

  /** An event and its {@code occurredAt}. */
  record Happened(ProfileEvent event, Instant at) {}

  static List<Happened> of(long seed) {
    RandomLife life = new RandomLife(seed);
    List<Happened> events = new ArrayList<>();
    int count = life.random.nextInt(80);
    for (int i = 0; i < count; i++) {
      events.add(new Happened(life.event(i), life.time(i)));
    }
    return events;
  }

  static Profile folded(Profile from, List<Happened> events) {
    Profile profile = from;
    for (Happened happened : events) {
      profile = ProfileFold.evolve(profile, happened.event(), profile.version() + 1, happened.at());
    }
    return profile;
  }

  private ProfileEvent event(int number) {
    return switch (random.nextInt(10)) {
      case 0 -> new IdentityLinked(pick(List.of("user", "email", "anonymous")), digest(), word());
      case 1 -> new SamePersonRecognized(new UUID(random.nextLong(), random.nextLong()), "user", word());
      case 2, 3 ->
          new TraitsTold(id(), "m" + number, session(), times(number), List.of(), fields(3), Map.of());
      case 4, 5, 6 -> decision(number);
      default ->
          new InteractionRecorded(
              id(), "m" + number, "track", pick(NAMES), session(), times(number), properties(), List.of(), Map.of(),
              Map.of());
    };
  }

  private DecisionMade decision(int number) {
    Proposition proposition =
        random.nextInt(5) == 0
            ? null
            : new Proposition(id(), "offer-" + random.nextInt(6), 1, random.nextBoolean(), random.nextInt(4) > 0);
    SessionRef session = new SessionRef("s" + random.nextInt(4), random.nextBoolean());
    return new DecisionMade(
        id(), "r" + number, pick(List.of("home", "cart", "größe")), session, time(number), 7, random.nextLong(),
        proposition, List.of(), digest(), Identity.user("u"), Map.of());
  }

  private Map<String, Value> properties() {
    Map<String, Value> properties = fields(2);
    if (random.nextBoolean()) {
      properties.put("product_id", Value.of("p" + random.nextInt(15)));
      properties.put("category", random.nextBoolean() ? Value.of("c" + random.nextInt(12)) : Value.of(random.nextLong()));
    }
    if (random.nextBoolean()) {
      properties.put("revenue", random.nextBoolean() ? Value.of(decimal()) : Value.of(random.nextLong()));
      properties.put("currency", pick(List.of(Value.of("EUR"), Value.of("usd"), Value.NOTHING)));
    }
    return properties;
  }

  private Map<String, Value> fields(int depth) {
    Map<String, Value> fields = new LinkedHashMap<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      fields.put(word(), value(depth));
    }
    return fields;
  }

  private Value value(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> Value.NOTHING;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(random.nextBoolean() ? random.nextLong() : random.nextInt(100));
      case 3 -> Value.of(decimal());
      case 4 -> Value.of(word());
      case 5 -> new Value.Items(List.of(value(depth - 1), value(depth - 1)));
      default -> new Value.Fields(fields(depth - 1));
    };
  }

  private BigDecimal decimal() {
    return random.nextInt(4) == 0
        ? new BigDecimal(new BigInteger(120, random).subtract(BigInteger.ONE.shiftLeft(119)), random.nextInt(60) - 20)
        : BigDecimal.valueOf(random.nextInt(100_000), 2);
  }

  private Times times(int number) {
    return new Times(null, null, time(number), Times.Correction.NONE);
  }

  /** Around the number's minute, early and late, with microseconds; before 1970 at times. */
  private Instant time(int number) {
    Instant from = random.nextInt(50) == 0 ? Instant.EPOCH.minusSeconds(1_000_000) : BEGIN;
    return from.plusSeconds(60L * number + random.nextInt(7_200)).plusNanos(1_000L * random.nextInt(1_000_000));
  }

  private String session() {
    return random.nextBoolean() ? null : "s" + random.nextInt(4);
  }

  private String word() {
    return pick(WORDS) + random.nextInt(5);
  }

  private byte[] digest() {
    byte[] digest = new byte[16];
    random.nextBytes(digest);
    return digest;
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
