package dev.attune.command.decision;

import dev.attune.command.RunningService;
import dev.attune.eventstore.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class DecisionIT {

  private static final String DEFINITIONS =
      """
      policy: {offersPerSession: 3}
      placements:
        hero: {fallback: {title: Welcome}}
        cart: {}
      offers:
        loyal: {placements: [hero], priority: 90, eligibility: "profile.counts.purchase >= 1", content: {title: Thanks}}
        big-cart: {placements: [cart], priority: 50, eligibility: "context.total > 100", content: {title: Free parcel}}
        one: {placements: [hero], priority: 10, content: {title: One}}
        two: {placements: [cart], priority: 10, content: {title: Two}}
      """;

  private static TestDatabase database;
  private static RunningService service;
  private static String auth;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    service = RunningService.on(database);
    byte[] pair = (service.addSource("shop") + ":").getBytes(StandardCharsets.UTF_8);
    auth = "Basic " + Base64.getEncoder().encodeToString(pair);
    assertThat(define(DEFINITIONS).status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    service.close();
    database.close();
  }

  @Test
  void a_decision_depends_on_what_the_person_did() {
    assertThat(decide("d-1", "ada", "hero", "s").at("/proposition/offer").asString()).isEqualTo("one");

    service.post(
        "/v1/track", "{\"userId\":\"ada\",\"event\":\"Order Completed\",\"properties\":{\"revenue\":5.00}}",
        "Authorization", auth);

    assertThat(decide("d-2", "ada", "hero", "s").at("/proposition/offer").asString()).isEqualTo("loyal");
  }

  @Test
  void the_same_request_gets_the_same_bytes_and_consumes_nothing_more() {
    RunningService.Answer first = ask(body("again", "bob", "hero", "s"));
    RunningService.Answer second = ask(body("again", "bob", "hero", "s"));

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(first.json().at("/proposition/consumed").asBoolean()).isTrue();
  }

  @Test
  void a_request_id_of_another_person_is_a_conflict() {
    ask(body("mine", "cyd", "hero", "s"));

    RunningService.Answer stolen = ask(body("mine", "dan", "hero", "s"));

    assertThat(stolen.status()).isEqualTo(409);
    assertThat(stolen.json().at("/type").asString()).endsWith("/request-id-reused");
  }

  @Test
  void a_rule_that_misses_its_key_holds_the_offer_back_and_says_so() {
    JsonNode decided = decide("e-1", "eve", "cart", "s");

    assertThat(decided.at("/proposition/offer").asString()).isEqualTo("two");
    assertThat(decided.at("/heldBack/0/gate").asString()).isEqualTo("rule-failed");
  }

  @Test
  void an_unknown_placement_is_told_as_such() {
    assertThat(ask(body("f-1", "fay", "nowhere", "s")).status()).isEqualTo(404);
  }

  @Test
  void definitions_with_a_flaw_change_nothing() {
    RunningService.Answer refused = define("offers: {one: {placements: [hero], content: {}, eligibility: 'x +'}}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/where").asString()).isEqualTo("offers.one.eligibility");
    assertThat(decide("g-1", "gil", "hero", "s").at("/proposition/version").asInt()).isEqualTo(1);
  }

  @Test
  void many_at_once_never_get_a_fourth_offer_in_a_session() throws Exception {
    StringBuilder yaml = new StringBuilder("placements:\n");
    for (int i = 0; i < 8; i++) {
      yaml.append("  p%d: {fallback: {n: 0}}\n".formatted(i));
    }
    yaml.append("offers:\n");
    for (int i = 0; i < 8; i++) {
      yaml.append("  o%d: {placements: [p%d], content: {n: %d}}\n".formatted(i, i, i));
    }
    assertThat(define(yaml.toString()).status()).isEqualTo(200);

    Set<String> consumed = new HashSet<>();
    int held = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
      List<Callable<JsonNode>> asks = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        int number = i;
        asks.add(() -> decide("many-" + number, "hal", "p" + number % 8, "rush"));
      }
      for (Future<JsonNode> answer : threads.invokeAll(asks)) {
        JsonNode decided = answer.get();
        if (decided.at("/proposition/consumed").asBoolean()) {
          consumed.add(decided.at("/proposition/propositionId").asString());
        }
        if (decided.at("/heldBack/0/gate").asString("").equals("capped")) {
          held++;
          assertThat(decided.at("/heldBack/0/reason").asString()).isEqualTo("3 of 3 shown in this session");
        }
      }
    }

    assertThat(consumed).hasSize(3);
    assertThat(held).as("offers held back by the cap").isPositive();
  }

  private static JsonNode decide(String request, String user, String placement, String session) {
    RunningService.Answer answer = ask(body(request, user, placement, session));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static String body(String request, String user, String placement, String session) {
    return "{\"requestId\":\"%s\",\"identities\":{\"user\":\"%s\"},\"placement\":\"%s\",\"session\":\"%s\"}"
        .formatted(request, user, placement, session);
  }

  private static RunningService.Answer ask(String body) {
    return service.post("/v1/decisions", body, "Authorization", auth, "Content-Type", "application/json");
  }

  private static RunningService.Answer define(String yaml) {
    return service.put(
        "/v1/definitions", yaml, "Authorization", "Bearer " + RunningService.ADMIN_KEY, "Content-Type",
        "application/yaml");
  }
}
