package dev.attune.infra.shop;

import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.infra.client.Json;
import dev.attune.infra.standin.StandInDefinitions;
import dev.attune.infra.standin.StandInPeople;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ItineraryTest {

  private static final Instant END = Instant.parse("2026-11-20T18:30:00Z");

  @Test
  void the_same_seed_and_run_give_the_same_visits() {
    assertThat(visits(42, 1, 60)).isEqualTo(visits(42, 1, 60));
    assertThat(visits(42, 1, 60)).isNotEqualTo(visits(43, 1, 60));
  }

  @Test
  void a_further_run_brings_the_same_shoppers_back_in_new_sessions() {
    List<Visit> first = visits(42, 1, 60);
    List<Visit> second = visits(42, 2, 60);
    assertThat(shoppers(second)).isEqualTo(shoppers(first));
    assertThat(sessions(second)).doesNotContainAnyElementsOf(sessions(first));
    assertThat(second).filteredOn(visit -> visit.shopper().account() && !visit.device().anonymousId().isEmpty())
        .filteredOn(visit -> visit.device().equals(visit.shopper().devices().getFirst()))
        .allMatch(Visit::known);
  }

  @Test
  void times_lie_in_the_last_days_and_never_ahead() {
    for (Visit visit : visits(42, 1, 300)) {
      Duration ago = Duration.between(visit.start(), END);
      assertThat(ago).isLessThan(Duration.ofDays(8));
      if (!visit.live()) {
        assertThat(visit.start().plus(visit.steps().getLast().after())).isBefore(END);
      }
    }
  }

  @Test
  void visits_of_a_shopper_and_steps_of_a_visit_are_in_order() {
    for (int shopper = 0; shopper < 100; shopper++) {
      List<Visit> visits = itinerary(42, 1, 100).visits(shopper);
      assertThat(visits).extracting(Visit::start).isSorted();
      visits.forEach(visit -> assertThat(visit.steps()).extracting(Step::after).isSorted());
    }
  }

  @Test
  void nobody_is_known_before_they_signed_in() {
    for (int shopper = 0; shopper < 300; shopper++) {
      boolean signedIn = false;
      for (Visit visit : itinerary(42, 1, 300).visits(shopper)) {
        if (visit.known()) {
          assertThat(signedIn).as("shopper %s, visit %s", shopper, visit.number()).isTrue();
        }
        signedIn |= visit.steps().stream().anyMatch(Step.SignedIn.class::isInstance);
        assertThat(visit.shopper().account() || !signedIn).isTrue();
      }
    }
  }

  @Test
  void the_funnel_narrows_and_prices_are_exact() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Visit visit : visits(42, 1, 1_000)) {
      for (Step step : visit.steps()) {
        if (step instanceof Step.Told told) {
          counts.merge(told.name(), 1, Integer::sum);
          Object revenue = told.properties().get("revenue");
          assertThat(revenue == null || ((java.math.BigDecimal) revenue).scale() == 2).isTrue();
        }
      }
    }
    System.out.println("1,000 shoppers: " + counts);
    assertThat(counts.get("product_view")).isGreaterThan(3 * counts.get("add_to_cart"));
    assertThat(counts.get("add_to_cart")).isGreaterThan(counts.get("checkout_initiated"));
    assertThat(counts.get("checkout_initiated")).isGreaterThan(counts.get("purchase"));
    assertThat(counts.get("purchase")).isPositive();
  }

  @Test
  void a_few_products_are_looked_at_by_many() {
    Map<Object, Long> views = visits(42, 1, 1_000).stream()
        .flatMap(visit -> visit.steps().stream())
        .filter(step -> step instanceof Step.Told told && told.name().equals("product_view"))
        .collect(Collectors.groupingBy(step -> ((Step.Told) step).properties().get("product_id"),
            Collectors.counting()));
    List<Long> sorted = views.values().stream().sorted((a, b) -> Long.compare(b, a)).toList();
    assertThat(views).hasSizeGreaterThan(150);
    assertThat(sorted.getFirst()).isGreaterThan(10 * sorted.get(sorted.size() / 2));
  }

  @Test
  void ids_are_unique_over_a_run() {
    Set<String> ids = new HashSet<>();
    List<Visit> visits = visits(42, 1, 300);
    int steps = 0;
    for (Visit visit : visits) {
      Messages messages = new Messages(42, visit);
      for (Step step : visit.steps()) {
        steps++;
        switch (step) {
          case Step.Told told -> ids.add(messages.told(told, END).messageId());
          case Step.SignedIn signedIn -> ids.add(messages.signedIn(END).messageId());
          case Step.Asked asked -> ids.add(messages.asked(asked).requestId());
        }
      }
    }
    assertThat(ids).hasSize(steps);
  }

  @Test
  void with_the_offers_of_the_demo_sessions_reach_the_cap_and_every_gate_is_seen() throws Exception {
    StandInPeople people = new StandInPeople();
    people.define(StandInDefinitions.parse(Files.readString(Path.of("demo", "shop.yaml"))));
    Map<String, Integer> outcomes = new TreeMap<>();
    Map<String, Integer> gates = new TreeMap<>();
    Map<String, Integer> offers = new TreeMap<>();
    Map<String, Integer> consumed = new HashMap<>();
    int messages = 0;
    int decisions = 0;
    for (Visit visit : visits(42, 1, 600)) {
      Messages writer = new Messages(42, visit);
      for (Step step : visit.steps()) {
        switch (step) {
          case Step.Told told -> {
            messages++;
            play(people, Json.MAPPER.valueToTree(writer.told(told, visit.start().plus(step.after()))));
          }
          case Step.SignedIn signedIn -> {
            messages++;
            play(people, Json.MAPPER.valueToTree(writer.signedIn(visit.start().plus(step.after()))));
          }
          case Step.Asked asked -> {
            decisions++;
            DecisionMade made = decide(people, Json.MAPPER.valueToTree(writer.asked(asked)));
            made.heldBack().forEach(held -> gates.merge(held.gate(), 1, Integer::sum));
            var proposition = made.proposition();
            assertThat(proposition).as("every placement has a fallback").isNotNull();
            String outcome = proposition.fallback() ? "fallback" : proposition.consumed() ? "offer" : "repeat";
            outcomes.merge(outcome, 1, Integer::sum);
            if (proposition.consumed()) {
              offers.merge(proposition.offer(), 1, Integer::sum);
              consumed.merge(visit.session(), 1, Integer::sum);
            }
          }
        }
      }
    }
    long full = consumed.values().stream().filter(count -> count == 3).count();
    System.out.printf("600 shoppers: %d messages, %d decisions, %d full sessions, %s, %s, %s%n",
        messages, decisions, full, outcomes, gates, offers);
    assertThat(consumed.values()).allMatch(count -> count <= 3);
    assertThat(full).isGreaterThan(100);
    assertThat(gates).containsKeys("ineligible", "capped", "outranked").doesNotContainKey("rule-failed");
    assertThat(outcomes).containsKeys("offer", "repeat", "fallback");
    assertThat(offers.keySet()).isEqualTo(people.definitions().offers().keySet());
  }

  private static void play(StandInPeople people, tools.jackson.databind.JsonNode message) {
    List<Identity> who = new ArrayList<>();
    if (message.hasNonNull("userId")) {
      who.add(Identity.user(message.path("userId").asString()));
    }
    who.add(Identity.anonymous(message.path("anonymousId").asString()));
    boolean track = message.path("type").asString().equals("track");
    people.record(
        message.path("messageId").asString(), who, track ? message.path("event").asString() : null,
        message.path("context").path("sessionId").asString(), Instant.parse(message.path("timestamp").asString()),
        dev.attune.infra.standin.Values.fields(message.path(track ? "properties" : "traits")));
  }

  private static DecisionMade decide(StandInPeople people, tools.jackson.databind.JsonNode request) {
    List<Identity> who = request.path("identities").properties().stream()
        .map(one -> new Identity(one.getKey(), one.getValue().asString()))
        .toList();
    return people.decide(
        request.path("requestId").asString(), who, request.path("placement").asString(),
        request.path("session").asString(), dev.attune.infra.standin.Values.fields(request.path("context")),
        Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MICROS)).decided().event();
  }

  private static Itinerary itinerary(long seed, int run, int shoppers) {
    return new Itinerary(new Itinerary.Size(seed, run, shoppers, 12), END);
  }

  private static List<Visit> visits(long seed, int run, int shoppers) {
    Itinerary itinerary = itinerary(seed, run, shoppers);
    return IntStream.range(0, shoppers).boxed().flatMap(number -> itinerary.visits(number).stream()).toList();
  }

  private static Set<Shopper> shoppers(List<Visit> visits) {
    return visits.stream().map(Visit::shopper).collect(Collectors.toSet());
  }

  private static Set<String> sessions(List<Visit> visits) {
    return visits.stream().map(Visit::session).collect(Collectors.toSet());
  }
}
