package dev.attune.core.decision;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.DefinitionEvent.DecisionPolicyPublished;
import dev.attune.contracts.DefinitionEvent.OfferArchived;
import dev.attune.contracts.DefinitionEvent.OfferPublished;
import dev.attune.contracts.DefinitionEvent.PlacementDefined;
import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.value.Value;
import dev.attune.core.People;
import dev.attune.core.definition.DefinitionHistory;
import dev.attune.core.definition.Definitions;
import dev.attune.core.profile.Profile;
import dev.attune.core.rule.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static dev.attune.core.People.NOON;
import static dev.attune.core.People.ada;
import static dev.attune.core.People.did;
import static dev.attune.core.People.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecisionsTest {

  private static final Decisions DECISIONS = new Decisions(new Rules());

  private static Definitions defined(DefinitionEvent... events) {
    Definitions definitions = Definitions.NONE;
    for (DefinitionEvent event : events) {
      definitions = definitions.evolve(event, definitions.position() + 1);
    }
    return definitions;
  }

  private static PlacementDefined hero() {
    return new PlacementDefined("hero", 1, Map.of("text", Value.of("hello")));
  }

  private static OfferPublished offer(String key, int priority, String rule) {
    return new OfferPublished(key, 1, List.of("hero"), priority, rule, Map.of());
  }

  private static Question question(int number, String session, Instant now, long seed) {
    return new Question(
        new UUID(9, number), "request-" + number, Identity.user("u"), "hero", session,
        Map.of("device", Value.of("phone")), now, seed);
  }

  private static DecisionMade decide(People ada, Definitions definitions, int number) {
    DecisionMade made =
        DECISIONS.decide(ada.profile(), definitions, question(number, "s-1", NOON, number)).event();
    ada.then(made);
    return made;
  }

  @Test
  void the_offer_of_the_highest_priority_is_proposed_and_the_others_are_outranked() {
    Decided decided =
        DECISIONS.decide(
            ada().profile(), defined(hero(), offer("low", 1, null), offer("high", 9, null)), question(1, "s", NOON, 1));

    assertThat(decided.event().proposition()).extracting("offer", "fallback", "consumed")
        .containsExactly("high", false, true);
    assertThat(decided.event().heldBack()).singleElement()
        .extracting("offer", "gate", "reason")
        .containsExactly("low", "outranked", "high ranks higher");
  }

  @Test
  void a_fourth_offer_in_a_session_is_never_proposed() {
    Definitions definitions =
        defined(hero(), offer("a", 5, null), offer("b", 4, null), offer("c", 3, null), offer("d", 2, null));
    People ada = ada();
    Set<String> shown = new HashSet<>();
    // an offer that was shown is archived, so that another one has its turn
    for (int i = 1; i <= 4; i++) {
      DecisionMade made = decide(ada, definitions, i);
      if (!made.proposition().fallback()) {
        shown.add(made.proposition().offer());
        definitions =
            definitions.evolve(new OfferArchived(made.proposition().offer(), 2), definitions.position() + 1);
      }
    }

    assertThat(shown).containsExactlyInAnyOrder("a", "b", "c");
    DecisionMade capped = decide(ada, definitions, 5);
    assertThat(capped.proposition()).extracting("offer", "fallback", "consumed").containsExactly("hero", true, false);
    assertThat(capped.heldBack()).singleElement()
        .extracting("gate", "reason")
        .containsExactly("capped", "3 of 3 shown in this session");
  }

  @Test
  void the_same_offer_again_in_the_same_placement_and_session_consumes_nothing() {
    Definitions definitions = defined(hero(), offer("a", 5, null));
    People ada = ada();

    List<Boolean> consumed = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      consumed.add(decide(ada, definitions, i).proposition().consumed());
    }

    assertThat(consumed).containsExactly(true, false, false, false, false);
    assertThat(ada.profile().ledgerOf("s-1").consumed()).isEqualTo(1);
  }

  @Test
  void another_session_begins_at_nothing() {
    Definitions definitions =
        defined(hero(), new DecisionPolicyPublished("default", 1, 1), offer("a", 5, null), offer("b", 4, null));
    People ada = ada();
    decide(ada, definitions, 1);
    Definitions later = definitions.evolve(new OfferArchived("a", 2), 9);

    assertThat(decide(ada, later, 2).proposition().fallback()).isTrue();
    assertThat(
            DECISIONS.decide(ada.profile(), later, question(3, "s-2", NOON, 3)).event().proposition().offer())
        .isEqualTo("b");
  }

  @Test
  void without_a_session_id_half_an_hour_of_silence_begins_another() {
    Definitions definitions = defined(hero(), offer("a", 5, null));
    People ada = ada();
    ada.then(DECISIONS.decide(ada.profile(), definitions, question(1, null, NOON, 1)).event());

    DecisionMade soon =
        DECISIONS.decide(ada.profile(), definitions, question(2, null, NOON.plusSeconds(1_800), 1)).event();
    DecisionMade late =
        DECISIONS.decide(ada.profile(), definitions, question(3, null, NOON.plusSeconds(1_801), 1)).event();

    assertThat(soon.proposition().consumed()).isFalse();
    assertThat(late.proposition().consumed()).isTrue();
  }

  @Test
  void a_node_whose_clock_is_slow_decides_at_the_streams_last_time() {
    People ada = ada().then(did("page_view", null, NOON, Map.of()));

    DecisionMade made =
        DECISIONS
            .decide(ada.profile(), defined(hero()), question(1, null, NOON.minusSeconds(900), 1))
            .event();

    assertThat(made.decidedAt()).isEqualTo(NOON);
  }

  @Test
  void a_rule_decides_who_may_see_an_offer() {
    Definitions definitions =
        defined(hero(), offer("gold", 9, "has(profile.traits.plan) && profile.traits.plan == 'gold'"));

    assertThat(decide(ada(), definitions, 1).heldBack()).extracting("gate").containsExactly("ineligible");
    assertThat(decide(ada().then(told(Map.of("plan", Value.of("gold")))), definitions, 2).proposition().offer())
        .isEqualTo("gold");
  }

  @Test
  void a_rule_that_cannot_be_evaluated_makes_nobody_eligible_and_says_so() {
    Decided decided =
        DECISIONS.decide(
            ada().profile(), defined(hero(), offer("gold", 9, "profile.traits.plan == 'gold'")), question(1, "s", NOON, 1));

    assertThat(decided.event().proposition().fallback()).isTrue();
    assertThat(decided.event().heldBack()).extracting("gate").containsExactly("rule-failed");
    assertThat(decided.candidates().getFirst().detail()).contains("plan");
  }

  @Test
  void a_placement_without_fallback_and_offers_proposes_nothing() {
    DecisionMade made =
        DECISIONS
            .decide(ada().profile(), defined(new PlacementDefined("hero", 1, null)), question(1, "s", NOON, 1))
            .event();

    assertThat(made.proposition()).isNull();
    assertThat(made.digest()).hasSize(32);
  }

  @Test
  void an_unknown_placement_is_refused() {
    assertThatThrownBy(() -> DECISIONS.decide(ada().profile(), Definitions.NONE, question(1, "s", NOON, 1)))
        .isInstanceOf(UnknownPlacementException.class)
        .hasMessageContaining("hero");
  }

  @Test
  void equal_offers_are_drawn_by_lot_evenly() {
    Definitions definitions = defined(hero(), offer("a", 1, null), offer("b", 1, null));
    int a = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      Decided decided = DECISIONS.decide(ada().profile(), definitions, question(1, "s", NOON, seed * 7919L));
      a += decided.event().proposition().offer().equals("a") ? 1 : 0;
    }

    assertThat(a).isBetween(880, 1_120);
  }

  @Test
  void whatever_happened_a_decision_taken_again_is_the_same_bit_for_bit() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      DefinitionHistory history = DefinitionHistory.EMPTY.with(hero(), 1);
      People ada = ada();
      Instant now = NOON;
      for (int i = 2; i < 40; i++) {
        now = now.plusSeconds(random.nextInt(2_400));
        switch (random.nextInt(5)) {
          case 0 -> history = history.with(offer("o" + random.nextInt(5), random.nextInt(3), rule(random)), i);
          case 1 -> history = history.with(new OfferArchived("o" + random.nextInt(5), 2), i);
          case 2 -> history = history.with(new DecisionPolicyPublished("default", i, random.nextInt(4)), i);
          case 3 -> ada.then(told(Map.of("plan", Value.of(random.nextBoolean() ? "gold" : "free"))), now);
          default -> {
            Profile before = ada.profile();
            String session = random.nextBoolean() ? null : "s-" + random.nextInt(2);
            DecisionMade made =
                DECISIONS.decide(before, history.latest(), question(i, session, now, random.nextLong())).event();
            ada.then(made);
            Decided again = new Decisions(new Rules()).recompute(before, history.asOf(made.definitions()), made);
            assertThat(again.event().digest()).as("seed %d, event %d", seed, i).isEqualTo(made.digest());
            assertThat(again.event().proposition()).isEqualTo(made.proposition());
          }
        }
      }
    }
  }

  @Test
  void a_decision_taken_again_from_another_history_is_not_the_same() {
    Definitions definitions =
        defined(hero(), offer("gold", 9, "has(profile.traits.plan) && profile.traits.plan == 'gold'"), offer("a", 1, null));
    Profile before = ada().then(told(Map.of("plan", Value.of("gold")))).profile();
    DecisionMade made = DECISIONS.decide(before, definitions, question(1, "s", NOON, 1)).event();

    assertThat(DECISIONS.recompute(ada().profile(), definitions, made).event().digest()).isNotEqualTo(made.digest());
    assertThat(DECISIONS.recompute(before, defined(hero(), offer("gold", 9, "false")), made).event().digest())
        .isNotEqualTo(made.digest());
  }

  private static String rule(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> "has(profile.traits.plan) && profile.traits.plan == 'gold'";
      case 2 -> "profile.traits.plan == 'gold'";
      default -> "session.offers < 2 && context.device == 'phone'";
    };
  }
}
