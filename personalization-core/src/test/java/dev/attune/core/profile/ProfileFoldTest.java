package dev.attune.core.profile;

import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.SamePersonRecognized;
import dev.attune.contracts.value.Value;
import dev.attune.core.People;
import dev.attune.core.profile.Profile.Trait;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static dev.attune.core.People.NOON;
import static dev.attune.core.People.ada;
import static dev.attune.core.People.decimal;
import static dev.attune.core.People.did;
import static dev.attune.core.People.linked;
import static dev.attune.core.People.purchase;
import static dev.attune.core.People.told;
import static dev.attune.core.People.viewed;
import static org.assertj.core.api.Assertions.assertThat;

class ProfileFoldTest {

  @Test
  void interactions_are_counted_by_name() {
    Profile profile =
        ada().then(viewed("p1", "shoes")).then(viewed("p2", "shoes")).then(did("add_to_cart", Map.of())).profile();

    assertThat(profile.counts()).containsOnly(Map.entry("product_view", 2L), Map.entry("add_to_cart", 1L));
    assertThat(profile.version()).isEqualTo(3);
  }

  @Test
  void purchases_are_summed_exactly_by_currency() {
    Profile profile =
        ada()
            .then(purchase(decimal("0.10"), "eur"))
            .then(purchase(decimal("0.20"), "EUR"))
            .then(purchase(Value.of(3), "USD"))
            .then(did("purchase", Map.of("total", decimal("7.5"))))
            .then(did("product_view", Map.of("revenue", decimal("99"))))
            .profile();

    assertThat(profile.spent())
        .containsOnly(
            Map.entry("EUR", new BigDecimal("0.30")),
            Map.entry("USD", new BigDecimal("3")),
            Map.entry(Properties.NO_CURRENCY, new BigDecimal("7.5")));
  }

  @Test
  void a_purchase_without_a_number_is_counted_and_brings_nothing() {
    Profile profile = ada().then(purchase(Value.of("twelve"), "EUR")).profile();

    assertThat(profile.counts()).containsEntry("purchase", 1L);
    assertThat(profile.spent()).isEmpty();
  }

  @Test
  void revenue_that_is_null_falls_back_to_the_total() {
    assertThat(Properties.revenue(Map.of("revenue", Value.NOTHING, "total", Value.of(5)))).isEqualTo("5");
  }

  @Test
  void first_and_last_seen_go_by_event_time_whatever_the_order() {
    Instant early = NOON.minusSeconds(3_600);
    Profile profile = ada().then(viewed("p", "c"), NOON).then(viewed("p", "c"), early).profile();

    assertThat(profile.firstSeen()).isEqualTo(early);
    assertThat(profile.lastSeen()).isEqualTo(NOON);
  }

  @Test
  void a_trait_told_late_does_not_replace_a_later_one() {
    Profile profile =
        ada()
            .then(told(Map.of("plan", Value.of("gold"))), NOON)
            .then(told(Map.of("plan", Value.of("free"), "city", Value.of("Ulm"))), NOON.minusSeconds(1))
            .profile();

    assertThat(profile.traits())
        .containsEntry("plan", new Trait(Value.of("gold"), NOON))
        .containsEntry("city", new Trait(Value.of("Ulm"), NOON.minusSeconds(1)));
  }

  @Test
  void of_traits_told_at_the_same_moment_the_one_recorded_last_counts() {
    Profile profile =
        ada().then(told(Map.of("a", Value.of(1)))).then(told(Map.of("a", Value.of(2)))).profile();

    assertThat(profile.traits().get("a").value()).isEqualTo(Value.of(2));
  }

  @Test
  void a_withdrawn_trait_is_known_to_be_withdrawn() {
    Profile profile =
        ada()
            .then(told(Map.of("plan", Value.of("gold"))), NOON)
            .then(told(Map.of("plan", Value.NOTHING)), NOON.plusSeconds(1))
            .profile();

    assertThat(profile.traits().get("plan").value()).isEqualTo(Value.NOTHING);
  }

  @Test
  void identities_are_kept_by_digest() {
    Profile profile =
        ada().then(linked(Identity.anonymous("a"))).then(linked(Identity.user("u"))).profile();

    assertThat(profile.identities()).hasSize(2);
    assertThat(profile.holdsAny(Identity.USER)).isTrue();
    assertThat(profile.holdsAny("email")).isFalse();
  }

  @Test
  void other_profiles_of_the_same_person_are_remembered_once() {
    UUID other = new UUID(3, 4);
    ProfileEvent recognized = new SamePersonRecognized(other, "user", "u-1");

    assertThat(ada().then(recognized).then(recognized).profile().samePersons()).containsExactly(other);
  }

  @Test
  void the_last_ten_products_are_kept_the_latest_first() {
    People ada = ada();
    for (int i = 1; i <= 12; i++) {
      ada.then(viewed("p" + i, "c"), NOON.plusSeconds(i));
    }
    ada.then(viewed("p5", "c"), NOON.plusSeconds(60));

    assertThat(ada.profile().products()).extracting(Recent::id)
        .containsExactly("p5", "p12", "p11", "p10", "p9", "p8", "p7", "p6", "p4", "p3");
  }

  @Test
  void the_order_of_arrival_does_not_change_what_is_known_of_interactions() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Integer> moments = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        moments.add(i);
      }
      Profile inOrder = folded(moments, seed);
      Collections.shuffle(moments, random);

      assertThat(folded(moments, seed)).as("seed %d", seed).isEqualTo(inOrder);
    }
  }

  private static Profile folded(List<Integer> moments, int seed) {
    People ada = ada();
    for (int moment : moments) {
      int product = new Random(31L * seed + moment).nextInt(20);
      ada.then(viewed("p" + product, "c" + product % 7), NOON.plusSeconds(moment));
      ada.then(purchase(decimal(moment + ".01"), "EUR"), NOON.plusSeconds(moment));
      ada.then(told(Map.of("n" + product % 3, Value.of(moment))), NOON.plusSeconds(moment));
    }
    return ada.profile();
  }
}
