package dev.attune.core.behaviour;

import dev.attune.contracts.Identity;
import dev.attune.contracts.value.Value;
import dev.attune.core.People;
import dev.attune.core.behaviour.Consent.Choice;
import dev.attune.core.behaviour.Devices.Device;
import dev.attune.core.behaviour.Favourites.Favourite;
import dev.attune.core.behaviour.Places.Place;
import dev.attune.core.behaviour.Sessions.Session;
import dev.attune.core.behaviour.Traits.Told;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.attune.core.People.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BehaviourFoldTest {

  private static final UUID SHOP = new UUID(0, 1);

  private final BehaviourFold fold = new BehaviourFold(ZoneId.of("Europe/Berlin"));
  private final List<Happening> happenings = new ArrayList<>();

  private BehaviourFoldTest did(Instant at, @Nullable String session, String name, Map<String, Value> properties) {
    return happened(at, session, Map.of(), name, properties);
  }

  private BehaviourFoldTest told(Instant at, Map<String, Value> traits) {
    return happened(at, null, Map.of(), null, traits);
  }

  private BehaviourFoldTest seen(Instant at, Map<String, Value> context) {
    return happened(at, null, context, "page_view", Map.of());
  }

  private BehaviourFoldTest happened(
      Instant at, @Nullable String session, Map<String, Value> context, @Nullable String name, Map<String, Value> said) {
    happenings.add(new Happening(new OrderKey(at, "m" + happenings.size(), SHOP), session, context, name, said));
    return this;
  }

  private Behaviour behaviour() {
    return fold.fold(Behaviour.NONE, happenings);
  }

  private static Instant at(int minutes) {
    return NOON.plus(Duration.ofMinutes(minutes));
  }

  private static Value fields(Map<String, Value> fields) {
    return new Value.Fields(fields);
  }

  @Test
  void only_what_the_person_did_or_told_is_behaviour() {
    assertThat(Happening.of(People.linked(Identity.user("u")), NOON)).isNull();
    assertThat(Happening.of(People.viewed("p", "c"), NOON)).extracting(Happening::interaction).isEqualTo("product_view");
    assertThat(Happening.of(People.told(Map.of()), NOON)).extracting(Happening::interaction).isNull();
  }

  @Test
  void the_order_is_that_of_time_then_message_then_source() {
    OrderKey key = new OrderKey(NOON.plusNanos(1_999), "b", SHOP);
    assertThat(key.at()).isEqualTo(NOON.plusNanos(1_000));
    assertThat(key)
        .isLessThan(new OrderKey(NOON.plusNanos(2_000), "a", SHOP))
        .isGreaterThan(new OrderKey(NOON.plusNanos(1_000), "a", SHOP))
        .isLessThan(new OrderKey(NOON.plusNanos(1_000), "b", new UUID(0, 2)))
        .isEqualByComparingTo(new OrderKey(NOON.plusNanos(1_000), "b", SHOP));
  }

  @Test
  void a_trait_keeps_its_earlier_values_and_may_be_taken_back() {
    told(at(0), Map.of("plan", Value.of("free"), "city", Value.of("Ulm")))
        .told(at(2), Map.of("plan", Value.of("gold")))
        .told(at(1), Map.of("plan", Value.of("free")))
        .told(at(3), Map.of("city", Value.NOTHING));

    Traits traits = behaviour().traits();

    assertThat(traits.values().get("plan"))
        .containsExactly(
            new Told(Value.of("free"), at(0), at(1), SHOP), new Told(Value.of("gold"), at(2), at(2), SHOP));
    assertThat(traits.current()).containsOnlyKeys("plan");
    assertThat(traits.values().get("city")).hasSize(2);
  }

  @Test
  void the_last_ten_values_of_a_trait_are_kept() {
    for (int i = 0; i < 25; i++) {
      told(at(i), Map.of("n", Value.of(i)));
    }
    assertThat(behaviour().traits().values().get("n"))
        .hasSize(Traits.KEPT)
        .extracting(Told::value)
        .startsWith(Value.of(15))
        .endsWith(Value.of(24));
  }

  @Test
  void consent_is_heard_in_the_context_in_traits_and_in_interactions() {
    Map<String, Value> segment =
        Map.of("consent", fields(Map.of("categoryPreferences", fields(Map.of("Ads", Value.of(true))))));
    seen(at(0), segment)
        .seen(at(1), segment)
        .told(at(2), Map.of("consent", fields(Map.of("mail", Value.of(true), "sms", Value.of("no flag")))))
        .did(at(3), null, "consent_withdrawn", Map.of("purpose", Value.of("Ads")))
        .did(at(4), null, "consent_given", Map.of("purposes", new Value.Items(List.of(Value.of("calls")))));

    assertThat(behaviour().consent().choices())
        .containsOnly(
            Map.entry("Ads", new Choice(false, at(3), SHOP)),
            Map.entry("mail", new Choice(true, at(2), SHOP)),
            Map.entry("calls", new Choice(true, at(4), SHOP)));
    assertThat(fold.fold(Behaviour.NONE, happenings.subList(0, 2)).consent().choices().get("Ads").since())
        .as("said again, it holds since it was said first")
        .isEqualTo(at(0));
  }

  @Test
  void a_device_is_known_by_its_id_or_by_what_it_is() {
    String iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1";
    Value phone = fields(Map.of("id", Value.of("d1"), "type", Value.of("iOS"), "manufacturer", Value.of("Apple"),
        "model", Value.of("iPhone17,1")));
    seen(at(0), Map.of("device", phone, "os", fields(Map.of("name", Value.of("iOS")))))
        .seen(at(1), Map.of("userAgent", Value.of(iphone)))
        .seen(at(2), Map.of())
        .seen(at(3), Map.of("device", phone, "os", fields(Map.of("name", Value.of("iOS")))));

    assertThat(behaviour().devices().latest())
        .containsExactly(
            new Device(null, "mobile", "Safari", "iOS", at(1), at(1)),
            new Device("d1", "ios", "Apple iPhone17,1", "iOS", at(0), at(3)));
  }

  @Test
  void places_are_kept_with_their_first_and_last_time() {
    Value ulm = fields(Map.of("city", Value.of("Ulm"), "country", Value.of("DE")));
    Value there = fields(Map.of("city", Value.of("Ulm"), "country", Value.of("DE"), "latitude",
        Value.of(new BigDecimal("48.4")), "longitude", Value.of(10)));
    seen(at(0), Map.of("location", there, "locale", Value.of("de-DE")))
        .seen(at(1), Map.of("timezone", Value.of("Asia/Tokyo")))
        .seen(at(2), Map.of("location", ulm));

    assertThat(behaviour().places().latest())
        .containsExactly(
            new Place(null, null, null, "Asia/Tokyo", null, null, at(1), at(1)),
            new Place("DE", null, "Ulm", null, "de-DE", new Places.Point(48.4, 10), at(0), at(2)));
  }

  @Test
  void ten_devices_and_places_are_kept_the_last_ones() {
    for (int i = 0; i < 30; i++) {
      seen(at(i), Map.of("device", fields(Map.of("id", Value.of(i))), "timezone", Value.of("zone" + i)));
    }
    assertThat(behaviour().devices().latest()).hasSize(10).extracting(Device::id).startsWith("20").endsWith("29");
    assertThat(behaviour().places().latest()).hasSize(10).last().extracting(Place::timezone).isEqualTo("zone29");
  }

  @Test
  void a_session_ends_after_thirty_minutes_of_inactivity() {
    did(at(0), null, "a", Map.of()).did(at(30), null, "a", Map.of()).did(at(61), null, "a", Map.of());

    assertThat(behaviour().sessions().latest())
        .containsExactly(
            new Session("auto-" + at(0).toEpochMilli(), true, at(0), at(30), 2, SHOP),
            new Session("auto-" + at(61).toEpochMilli(), true, at(61), at(61), 1, SHOP));
    assertThat(behaviour().sessions().current(at(91))).isEqualTo(behaviour().sessions().latest().getLast());
    assertThat(behaviour().sessions().current(at(92))).isNull();
  }

  @Test
  void what_comes_late_joins_two_sessions_to_one() {
    did(at(0), null, "a", Map.of()).did(at(50), null, "a", Map.of());
    assertThat(behaviour().sessions().totals().sessions()).isEqualTo(2);

    did(at(25), null, "a", Map.of());

    assertThat(behaviour().sessions().latest())
        .containsExactly(new Session("auto-" + at(0).toEpochMilli(), true, at(0), at(50), 3, SHOP));
  }

  @Test
  void a_clients_session_goes_by_its_id_however_long_it_pauses() {
    did(at(0), "s1", "a", Map.of())
        .did(at(5), null, "a", Map.of())
        .did(at(10), "s2", "a", Map.of())
        .did(at(500), "s1", "a", Map.of());

    assertThat(behaviour().sessions().latest())
        .containsExactly(
            new Session("s2", false, at(10), at(10), 1, SHOP), new Session("s1", false, at(0), at(500), 3, SHOP));
    assertThat(behaviour().sessions().totals()).isEqualTo(new Sessions.Sums(2, 4, Duration.ofMinutes(500)));
  }

  @Test
  void traits_belong_in_a_session_and_begin_none_by_themselves() {
    told(at(0), Map.of("a", Value.of(1)));
    assertThat(behaviour().sessions()).isEqualTo(Sessions.NONE);

    did(at(1), null, "a", Map.of()).told(at(20), Map.of("a", Value.of(2)));

    assertThat(behaviour().sessions().latest())
        .containsExactly(new Session("auto-" + at(1).toEpochMilli(), true, at(1), at(20), 1, SHOP));
  }

  @Test
  void of_more_than_a_hundred_sessions_the_sums_are_kept() {
    for (int i = 0; i < 250; i++) {
      did(at(100 * i), null, "a", Map.of()).did(at(100 * i + 2), null, "a", Map.of());
    }
    assertThat(behaviour().sessions().latest()).hasSize(Sessions.KEPT);
    assertThat(behaviour().sessions().totals()).isEqualTo(new Sessions.Sums(250, 500, Duration.ofMinutes(500)));
  }

  @Test
  void purchases_are_counted_by_days_of_the_shops_calendar() {
    Instant beforeMidnight = Instant.parse("2026-03-01T22:59:59Z");
    Map<String, Value> ten = Map.of("revenue", Value.of(new BigDecimal("0.10")), "currency", Value.of("eur"));
    did(beforeMidnight, null, "purchase", ten)
        .did(beforeMidnight.plusSeconds(2), null, "purchase", ten)
        .did(beforeMidnight.plusSeconds(3), null, "purchase", Map.of())
        .did(beforeMidnight.plusSeconds(4), null, "product_view", ten);

    Purchases purchases = behaviour().purchases();

    assertThat(purchases.count()).isEqualTo(3);
    assertThat(purchases.days()).isEqualTo(2);
    assertThat(purchases.repeatDays()).isEqualTo(1);
    assertThat(purchases.spent()).containsOnly(Map.entry("EUR", new BigDecimal("0.20")));
    assertThat(purchases.first()).isEqualTo(beforeMidnight);
    assertThat(purchases.last()).isEqualTo(beforeMidnight.plusSeconds(3));
    assertThat(Purchases.NONE.repeatDays()).isZero();
  }

  @Test
  void a_favourites_score_halves_in_thirty_days() {
    Instant later = NOON.plus(Duration.ofDays(30));
    Instant now = NOON.plus(Duration.ofDays(75));
    did(NOON, null, "product_view", Map.of("category", Value.of("shoes"), "brand", Value.of("Apex")))
        .did(NOON, null, "product_view", Map.of("category", Value.of("shoes")))
        .did(later, null, "product_view", Map.of("category", Value.of("hats")));

    List<Favourite> top = behaviour().categories().top(5);

    assertThat(top).extracting(Favourite::key).containsExactly("hats", "shoes");
    assertThat(top.get(0).score(later)).isEqualTo(1.0);
    assertThat(top.get(1).score(later)).isEqualTo(1.0);
    assertThat(top.get(0).score(now)).isCloseTo(Math.pow(2, -1.5), within(1e-12));
    assertThat(top.get(1).score(now)).isCloseTo(2 * Math.pow(2, -2.5), within(1e-12));
    assertThat(behaviour().brands().top(5)).extracting(Favourite::key).containsExactly("Apex");
  }

  @Test
  void an_order_counts_once_for_each_category_of_its_products() {
    Value product = fields(Map.of("category", Value.of("shoes")));
    did(NOON, null, "purchase", Map.of("products",
        new Value.Items(List.of(product, product, fields(Map.of("category", Value.of("hats"))), Value.of(1)))));

    assertThat(behaviour().categories().top(5))
        .extracting(Favourite::key, favourite -> favourite.score(NOON))
        .containsExactlyInAnyOrder(
            org.assertj.core.api.Assertions.tuple("shoes", 1.0), org.assertj.core.api.Assertions.tuple("hats", 1.0));
  }

  @Test
  void a_newcomer_takes_the_place_of_the_least_favourite() {
    did(NOON, null, "view", Map.of("category", Value.of("most"))).did(at(1), null, "view", Map.of("category", Value.of("most")));
    for (int i = 0; i < 100; i++) {
      did(at(2 + i), null, "view", Map.of("category", Value.of("c" + i)));
    }
    Favourites categories = behaviour().categories();

    assertThat(categories.keys()).hasSize(Favourites.KEPT);
    assertThat(categories.top(2)).extracting(Favourite::key).containsExactly("most", "c99");
  }
}
