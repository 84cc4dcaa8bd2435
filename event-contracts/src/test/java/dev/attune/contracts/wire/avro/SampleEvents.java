package dev.attune.contracts.wire.avro;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.DefinitionEvent.PropertyTest;
import dev.attune.contracts.Event;
import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.SourceEvent;
import dev.attune.contracts.Times;
import dev.attune.contracts.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Each event type at least once, by {@code <stored name>/<case>}; also sparse where something may be absent. */
final class SampleEvents {

  private static final UUID SOURCE = UUID.fromString("5d1c1f52-6a4e-5f0b-9b60-0f8f3a1f7c11");
  private static final UUID PROFILE = UUID.fromString("0c9f6c7e-3b0a-4f0e-8a38-2f1d0e5a9b77");
  private static final UUID DECISION = UUID.fromString("019ab0c4-7e00-7abc-8def-0123456789ab");
  private static final UUID PROPOSITION = UUID.fromString("019ab0c4-7e01-7000-bfff-fedcba987654");
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

  private SampleEvents() {}

  static Map<String, Event> all() {
    Map<String, Event> all = new LinkedHashMap<>();
    all.put("identity.linked/full", new ProfileEvent.IdentityLinked("user", bytes(16), "u-42"));
    all.put("same-person.recognized/full", new ProfileEvent.SamePersonRecognized(PROFILE, "user", "u-42"));
    all.put("interaction.recorded/full", interaction());
    all.put("interaction.recorded/sparse", sparseInteraction());
    all.put("traits.told/full", traits());
    all.put("decision.made/full", decision());
    all.put("decision.made/sparse", sparseDecision());
    all.put("source.added/full", new SourceEvent.SourceAdded("webshop", bytes(32)));
    all.put("offer.published/full", offer("profile.traits.loyalty == 'gold'"));
    all.put("offer.published/sparse", new DefinitionEvent.OfferPublished("plain", 1, List.of(), -1, null, Map.of()));
    all.put("offer.archived/full", new DefinitionEvent.OfferArchived("free-shipping", 4));
    all.put("placement.defined/full", new DefinitionEvent.PlacementDefined("checkout-banner", 2, everyValue()));
    all.put("placement.defined/sparse", new DefinitionEvent.PlacementDefined("checkout-banner", 1, null));
    all.put("decision-policy.published/full", new DefinitionEvent.DecisionPolicyPublished("default", 1, 3));
    all.put("shop.configured/full", new DefinitionEvent.ShopConfigured("shop", 2, "Europe/Stockholm", "SEK"));
    all.put("metric.published/full", metric());
    all.put(
        "metric.published/sparse",
        new DefinitionEvent.MetricPublished(
            "all", 1, "", new Match(null, List.of()), DefinitionEvent.Aggregation.COUNT, null, 0, 0));
    all.put("metric.archived/full", new DefinitionEvent.MetricArchived("top-brands", 3));
    all.put("funnel.published/full", funnel());
    all.put("funnel.archived/full", new DefinitionEvent.FunnelArchived("buying", 2));
    all.put(
        "audience.published/full",
        new DefinitionEvent.AudiencePublished("regulars", 1, "Regulars", "profile.counts.purchase >= 2"));
    all.put("audience.archived/full", new DefinitionEvent.AudienceArchived("regulars", 2));
    all.put("audience.entered/full", new ProfileEvent.AudienceEntered("regulars", 1, NOON));
    all.put("audience.left/full", new ProfileEvent.AudienceLeft("regulars", 1, NOON));
    return all;
  }

  private static Event metric() {
    return new DefinitionEvent.MetricPublished(
        "top-brands",
        2,
        "Brands of the last month",
        new Match(
            "product_view",
            List.of(new PropertyTest("price", DefinitionEvent.Comparison.AT_LEAST, List.of(Value.of(10))))),
        DefinitionEvent.Aggregation.TOP,
        "brand",
        5,
        2_592_000);
  }

  private static Event funnel() {
    Match view = new Match("product_view", List.of());
    Match cart = new Match("add_to_cart", List.of());
    Match removed = new Match("remove_from_cart", List.of());
    return new DefinitionEvent.FunnelPublished(
        "buying",
        1,
        "From looking to buying",
        List.of(
            new DefinitionEvent.FunnelStep("looked", view, List.of()),
            new DefinitionEvent.FunnelStep("in the cart", cart, List.of()),
            new DefinitionEvent.FunnelStep("bought", new Match("purchase", List.of()), List.of(removed))),
        86_400,
        List.of("source", "properties.category"));
  }

  static ProfileEvent.InteractionRecorded interaction() {
    return new ProfileEvent.InteractionRecorded(
        SOURCE,
        "ajs-next-1795435200000-0c9f",
        "track",
        "product_view",
        "s-17",
        new Times(NOON.minusMillis(70), NOON.minusMillis(30), NOON, Times.Correction.SKEW),
        everyValue(),
        List.of(Identity.anonymous("7f3c"), Identity.user("u-42")),
        map("email", Value.of("ada@example.org")),
        map("page", new Value.Fields(map("path", Value.of("/knitwear"), "title", Value.of("Pulls & Tröjor 🧶")))));
  }

  private static ProfileEvent.InteractionRecorded sparseInteraction() {
    return new ProfileEvent.InteractionRecorded(
        SOURCE,
        "m",
        "page",
        "",
        null,
        new Times(null, null, Instant.parse("1969-12-31T23:59:59.999999Z"), Times.Correction.RECEIVED),
        Map.of(),
        List.of(),
        Map.of(),
        Map.of());
  }

  private static Event traits() {
    return new ProfileEvent.TraitsTold(
        SOURCE,
        "node-next-1",
        null,
        new Times(NOON, null, NOON, Times.Correction.CLAMPED),
        List.of(Identity.user("u-42")),
        map("loyalty", Value.of("gold"), "phone", Value.NOTHING),
        map("locale", Value.of("sv-SE")));
  }

  private static Event decision() {
    return new ProfileEvent.DecisionMade(
        DECISION,
        "checkout-1",
        "checkout-banner",
        new ProfileEvent.SessionRef("s-17", false),
        NOON,
        41,
        Long.MIN_VALUE,
        new ProfileEvent.Proposition(PROPOSITION, "free-shipping", 3, false, true),
        List.of(
            new ProfileEvent.HeldBack("winter-sale", 2, "capped", "3 of 3 shown in this session"),
            new ProfileEvent.HeldBack("gift-wrap", 1, "outranked", "priority 5 is below 50")),
        bytes(32),
        Identity.anonymous("7f3c"),
        map("basket", Value.of(new BigDecimal("129.90"))));
  }

  private static Event sparseDecision() {
    return new ProfileEvent.DecisionMade(
        DECISION,
        "checkout-2",
        "checkout-banner",
        new ProfileEvent.SessionRef("2026-11-23T12:00:00Z", true),
        NOON,
        0,
        0,
        null,
        List.of(),
        new byte[0],
        Identity.user("u-42"),
        Map.of());
  }

  private static Event offer(String eligibility) {
    return new DefinitionEvent.OfferPublished(
        "free-shipping", 3, List.of("checkout-banner", "basket"), 50, eligibility, everyValue());
  }

  static Map<String, Value> everyValue() {
    return map(
        "null", Value.NOTHING,
        "yes", Value.of(true),
        "no", Value.of(false),
        "least", Value.of(Long.MIN_VALUE),
        "most", Value.of(Long.MAX_VALUE),
        "price", Value.of(new BigDecimal("1.50")),
        "negative", Value.of(new BigDecimal("-0.001")),
        "large", Value.of(new BigDecimal("123456789012345678901234567890.12")),
        "power", Value.of(new BigDecimal("1E+3")),
        "text", Value.of("naïve 🧶"),
        "items", new Value.Items(List.of(Value.of(1), new Value.Items(List.of()), Value.of("two"))),
        "fields", new Value.Fields(map("a", new Value.Fields(Map.of()), "b", Value.NOTHING)));
  }

  /** In the order given: {@code Map.of} has another order in each process. */
  static Map<String, Value> map(Object... namesAndValues) {
    Map<String, Value> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
    }
    return map;
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 17 + 1);
    }
    return bytes;
  }
}
