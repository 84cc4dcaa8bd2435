package dev.attune.query;

import dev.attune.contracts.DefinitionEvent.OfferPublished;
import dev.attune.contracts.DefinitionEvent.PlacementDefined;
import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.value.Value;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.core.decision.Decisions;
import dev.attune.core.decision.Question;
import dev.attune.core.definition.Definitions;
import dev.attune.core.profile.Profile;
import dev.attune.core.rule.Rules;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.KafkaBroker;
import dev.attune.query.fixture.MemoryStore;
import dev.attune.query.fixture.TestRelay;
import dev.attune.query.fixture.Truth;
import dev.attune.query.history.Tail;
import dev.attune.query.projection.Precedence;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.attune.query.fixture.Happenings.NOON;
import static dev.attune.query.fixture.Town.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** The whole service over HTTP, on a real broker and an in-memory view store. */
class QueryApiIT {

  private static final String KEY = "the-read-key";
  private static final UUID PLACEMENT = new UUID(1, 1);
  private static final UUID OFFER = new UUID(1, 2);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static KafkaBroker broker;
  private static MemoryStore memory;
  private static TestRelay relay;
  private static ConfigurableApplicationContext service;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    broker = new KafkaBroker();
    broker.create(Map.of(Topics.EVENTS, 8, Topics.PROGRESS, 1, Topics.DEFINITIONS, 1, Topics.GAPS, 1));
    memory = new MemoryStore();
    relay = new TestRelay(broker.bootstrap(), 8);
    client = HttpClient.newHttpClient();
    service =
        SpringApplication.run(
            QueryServiceApplication.class,
            "--server.port=0",
            "--attune.kafka.bootstrap=" + broker.bootstrap(),
            "--spring.mongodb.uri=" + memory.uri(),
            "--attune.query.wait-at-most=1s",
            "--attune.read-key=" + KEY);

    HttpResponse<String> early = get("/v1/profiles/" + UUID.randomUUID());
    assertThat(early.statusCode()).isEqualTo(503);
    assertThat(json(early).path("type").asString()).isEqualTo("https://attune.dev/problems/catching-up");
    assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(503);
    assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);

    relay.happens(PLACEMENT, new PlacementDefined("hero", 1, Map.of("text", Value.of("hello"))), NOON);
    relay.happens(
        OFFER,
        new OfferPublished(
            "gold", 1, List.of("hero"), 9, "has(profile.traits.plan) && profile.traits.plan == 'gold'", Map.of()),
        NOON);
    relay.announce();
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (get("/actuator/health/readiness").statusCode() != 200) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  @AfterAll
  static void stop() {
    service.close();
    relay.close();
    memory.close();
    broker.close();
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path);
  }

  private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    request.header("Authorization", "Bearer " + KEY);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  private static UUID somebody() {
    return UUID.randomUUID();
  }

  @Test
  void a_profile_is_read_right_after_it_was_written() throws Exception {
    UUID ada = somebody();
    relay.happens(ada, Happenings.linked(Identity.user("ada/ä b")), NOON);
    relay.happens(ada, Happenings.view("m1", "p-1", NOON), NOON);
    relay.happens(ada, Happenings.purchase("m2", "12.50", NOON.plusSeconds(1)), NOON.plusSeconds(1));
    relay.happens(
        ada,
        Happenings.traits("m3", NOON, Map.of("score", Value.of(new BigDecimal("0.10")), "n", Value.of(7))),
        NOON);
    long position = relay.log().size();

    HttpResponse<String> byId = get("/v1/profiles/%s?min-position=%d".formatted(ada, position));

    assertThat(byId.statusCode()).as(byId.body()).isEqualTo(200);
    assertThat(byId.headers().firstValue("X-Attune-Projection")).hasValue("profile_v1@" + position);
    assertThat(byId.body()).contains("\"spent\":{\"EUR\":12.50}").contains("\"score\":0.10").contains("\"n\":7");
    assertThat(json(byId).path("counts").path("product_view").asInt()).isEqualTo(1);
    assertThat(json(byId).path("firstSeen").asString()).isEqualTo("2026-03-01T12:00:00Z");

    String etag = byId.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again = get("/v1/profiles/" + ada, "If-None-Match", etag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();

    assertThat(json(get("/v1/profiles/by-identity/user/ada%2F%C3%A4%20b")).path("id").asString())
        .isEqualTo(ada.toString());
  }

  @Test
  void a_profile_is_found_by_any_of_its_identities_as_soon_as_it_is_linked() throws Exception {
    for (int i = 0; i < 20; i++) {
      UUID person = somebody();
      String user = "u-" + UUID.randomUUID();
      long position = relay.happens(person, Happenings.linked(Identity.user(user)), NOON);

      HttpResponse<String> found =
          get("/v1/profiles/by-identity/user/%s".formatted(user), "min-position", Long.toString(position));

      assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
      assertThat(json(found).path("id").asString()).isEqualTo(person.toString());
      relay.announce();
    }
  }

  @Test
  void an_identity_that_nobody_has_is_not_found_once_everything_is_readable() throws Exception {
    long position = relay.happens(somebody(), Happenings.view("m", "p", NOON), NOON);
    relay.announce();

    HttpResponse<String> answer = get("/v1/profiles/by-identity/user/nobody?min-position=" + position);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(answer).path("type").asString()).isEqualTo("https://attune.dev/problems/not-found");
  }

  @Test
  void a_position_that_is_not_reached_in_time_is_said_to_be_ahead_of_the_view() throws Exception {
    UUID person = somebody();
    relay.happens(person, Happenings.view("m", "p", NOON), NOON);
    relay.announce();

    HttpResponse<String> behind = get("/v1/profiles/%s?min-position=999999999".formatted(person));

    assertThat(behind.statusCode()).isEqualTo(503);
    assertThat(behind.headers().firstValue("Retry-After")).isPresent();
    assertThat(json(behind).path("type").asString()).isEqualTo("https://attune.dev/problems/view-behind");
    assertThat(json(behind).path("position").asString()).matches("\\d+");
    assertThat(json(behind).path("head").asString()).matches("\\d+");
  }

  @Test
  void a_timeline_is_read_page_by_page_newest_first() throws Exception {
    UUID person = somebody();
    for (int i = 1; i <= 257; i++) {
      relay.happens(person, Happenings.view("m" + i, "p-" + i, NOON.plusSeconds(i)), NOON.plusSeconds(i));
    }
    long position = relay.log().size();

    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      HttpResponse<String> page =
          get(
              "/v1/profiles/%s/timeline?limit=60&min-position=%d%s"
                  .formatted(person, position, next.isEmpty() ? "" : "&cursor=" + next));
      assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
      json(page).path("entries").forEach(entry -> ids.add(entry.path("messageId").asString()));
      next = json(page).path("next").isNull() ? "" : json(page).path("next").asString();
    } while (!next.isEmpty());

    List<String> expected = new ArrayList<>();
    for (int i = 257; i >= 1; i--) {
      expected.add("m" + i);
    }
    assertThat(ids).isEqualTo(expected);
    JsonNode newest = json(get("/v1/profiles/%s/timeline?limit=1".formatted(person))).path("entries").get(0);
    assertThat(newest.path("name").asString()).isEqualTo("product_view");
    assertThat(newest.path("position").asString()).isEqualTo(Long.toString(position));
    assertThat(newest.path("properties").path("product_id").asString()).isEqualTo("p-257");
  }

  @Test
  void a_decision_is_explained_and_recomputed_identically() throws Exception {
    UUID person = somebody();
    UUID decisionId = decided(person);
    long position = relay.log().size();

    assertThat(json(get("/v1/decisions/%s?min-position=%d".formatted(decisionId, position))).path("placement").asString())
        .isEqualTo("hero");
    JsonNode why = explained(decisionId, position);

    assertThat(why.path("digest").path("identical").asBoolean()).as(why.toString()).isTrue();
    assertThat(why.path("digest").path("stored").asString()).hasSize(64);
    assertThat(why.path("proposition").path("offer").asString()).isEqualTo("gold");
    assertThat(why.path("candidates").get(0).path("rule").asString()).contains("plan == 'gold'");
    assertThat(why.path("cap").path("limit").asInt()).isEqualTo(3);
    assertThat(why.path("cap").path("consumedBefore").asInt()).isZero();
    assertThat(why.path("profileAsOf").path("traits").path("plan").asString()).isEqualTo("gold");
    assertThat(why.path("profileAsOf").path("version").asInt()).isEqualTo(2);
  }

  @Test
  void a_decision_whose_history_was_tampered_with_is_found_out() throws Exception {
    UUID person = somebody();
    UUID decisionId = decided(person);
    assertThat(explained(decisionId, relay.log().size()).path("digest").path("identical").asBoolean()).isTrue();

    tamper(person);

    JsonNode why = explained(decisionId, 0);
    assertThat(why.path("digest").path("identical").asBoolean()).as(why.toString()).isFalse();
    assertThat(why.path("candidates").get(0).path("gate").asString()).isEqualTo("ineligible");
  }

  private static JsonNode explained(UUID decisionId, long position) throws Exception {
    HttpResponse<String> answer =
        get("/v1/decisions/%s/explanation?min-position=%d".formatted(decisionId, position));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  /** Somebody with a golden plan gets an offer. */
  private static UUID decided(UUID person) {
    relay.happens(person, Happenings.linked(Identity.user(person.toString())), NOON);
    relay.happens(person, Happenings.traits("t", NOON, Map.of("plan", Value.of("gold"))), NOON);
    Definitions definitions =
        Definitions.NONE
            .evolve(new PlacementDefined("hero", 1, Map.of("text", Value.of("hello"))), 1)
            .evolve(
                new OfferPublished(
                    "gold", 1, List.of("hero"), 9, "has(profile.traits.plan) && profile.traits.plan == 'gold'",
                    Map.of()),
                2);
    Profile before = Truth.profiles(relay).get(person);
    DecisionMade made =
        new Decisions(new Rules())
            .decide(
                before,
                definitions,
                new Question(
                    UUID.randomUUID(), "request-" + person, Identity.user(person.toString()), "hero", "s-1",
                    Map.of(), NOON, 7))
            .event();
    relay.happens(person, made, NOON);
    for (int i = 0; i < 70; i++) {
      relay.happens(person, Happenings.view("after" + i, "p", NOON), NOON);
    }
    relay.announce();
    return made.decisionId();
  }

  /** In the stored history, the plan was never golden. */
  private static void tamper(UUID person) {
    var mongo = MemoryStore.template(memory.uri());
    String history =
        mongo.getCollectionNames().stream().filter(name -> name.startsWith("profile_history")).findFirst().orElseThrow();
    Document chunk = mongo.getCollection(history).find(new Document("_id", person + "/0")).first();
    List<byte[]> events = new ArrayList<>(Tail.events(chunk));
    Relayed told = new RelayedCodec().decode(events.get(1));
    var forged = relay.events().encode(Happenings.traits("t", NOON, Map.of("plan", Value.of("free"))));
    var at = told.envelope();
    events.set(
        1,
        new RelayedCodec()
            .encode(
                new Relayed(
                    new Envelope(
                        at.eventId(), at.stream(), at.version(), at.position(), at.epoch(), at.recordedAt(),
                        at.occurredAt(), null, null, null, forged, null),
                    told.previous())));
    Document changed =
        new Tail(64, 0, List.of(events), List.of())
            .chunks("profile_history", person.toString())
            .getFirst()
            .content();
    mongo
        .getCollection(history)
        .replaceOne(new Document("_id", person + "/0"), new Document("_id", person + "/0").append("events", changed.get("events")));
  }

  @Test
  void totals_are_those_of_the_log() throws Exception {
    relay.happens(somebody(), Happenings.purchase("b1", "0.10", NOON), NOON);
    relay.happens(somebody(), Happenings.purchase("b2", "0.20", NOON), NOON);
    long position = relay.announce();

    HttpResponse<String> answer = get("/v1/totals?min-position=" + position);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode totals = json(answer);
    assertThat(totals.path("profiles").asInt()).isPositive();
    BigDecimal revenue = new BigDecimal("0.00");
    for (Profile profile : Truth.profiles(relay).values()) {
      revenue = revenue.add(profile.spent().getOrDefault("EUR", BigDecimal.ZERO));
    }
    for (JsonNode name : totals.path("byName")) {
      if (name.path("name").asString().equals("purchase")) {
        assertThat(name.path("revenue").path("EUR").decimalValue()).isEqualByComparingTo(revenue);
        return;
      }
    }
    assertThat(totals.path("byName")).as("no purchases").isEmpty();
  }

  @Test
  void every_projection_says_where_it_stands() throws Exception {
    relay.happens(somebody(), Happenings.view("m", "p", NOON), NOON);
    long position = relay.announce();
    get("/v1/totals?min-position=" + position);

    JsonNode projections = json(get("/v1/projections"));

    assertThat(projections).extracting(node -> node.path("name").asString())
        .containsExactly("profile", "timeline", "totals", "daily", "product", "metric", "funnel", "audience");
    assertThat(projections)
        .allSatisfy(
            node -> {
              assertThat(node.path("state").asString()).isEqualTo("LIVE");
              assertThat(node.path("generation").asInt()).isEqualTo(1);
              assertThat(node.path("partitions").asInt()).isEqualTo(8);
              assertThat(node.path("head").asString()).isEqualTo(Long.toString(position));
            });
  }

  @Test
  void questions_go_before_what_is_built_and_looking_on_holds_up_nothing() throws Exception {
    Precedence precedence = service.getBean(Precedence.class);
    eventually(() -> !precedence.isAsked());
    get("/v1/projections");
    get("/v1/totals", "Authorization", "Bearer wrong");
    get("/actuator/health/readiness");
    assertThat(precedence.isAsked()).isFalse();

    Thread listening = Thread.ofPlatform().start(() -> quietly("/v1/counters/changes"));
    Thread.sleep(300);
    assertThat(precedence.isAsked()).as("somebody listens").isFalse();
    listening.interrupt();

    Thread waiting = Thread.ofPlatform().start(() -> quietly("/v1/totals?min-position=" + Long.MAX_VALUE));
    eventually(precedence::isAsked);
    waiting.join();
    eventually(() -> !precedence.isAsked());
  }

  private static void quietly(String path) {
    try {
      get(path);
    } catch (IOException | InterruptedException e) {
      // nobody waits for the answer
    }
  }

  @Test
  void what_changes_projections_needs_the_operators_key_however_its_path_is_written() throws Exception {
    for (String path :
        List.of(
            "/v1/projections/profile/rebuilds", "/v1/%70rojections/profile/rebuilds", "/v1;x/projections/profile/rebuilds",
            "/%761/projections/profile/rebuilds", "/v1/projections;x=1/profile/rebuilds")) {
      HttpRequest request =
          HttpRequest.newBuilder(uri(path))
              .header("Authorization", "Bearer " + KEY)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).as(path).isEqualTo(401);
    }
    assertThat(json(get("/v1/projections/profile/rebuilds"))).hasSize(1);
  }

  @Test
  void without_the_read_key_nothing_is_answered() throws Exception {
    for (String given : List.of("Bearer wrong", "Basic " + KEY, "Bearer ", "Bearer the-read-key-and-more")) {
      HttpRequest request =
          HttpRequest.newBuilder(uri("/v1/totals"))
              .header("Authorization", given)
              .build();
      HttpResponse<String> refused = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(refused.statusCode()).as(given).isEqualTo(401);
      assertThat(json(refused).path("type").asString()).isEqualTo("https://attune.dev/problems/unauthorized");
    }
  }

  @Test
  void what_is_not_understood_is_a_problem_too() throws Exception {
    UUID id = somebody();
    for (String path :
        List.of(
            "/v1/profiles/no-uuid",
            "/v1/profiles/%s?min-position=abc".formatted(id),
            "/v1/profiles/%s?min-position=-1".formatted(id),
            "/v1/profiles/%s/timeline?limit=0".formatted(id),
            "/v1/profiles/%s/timeline?limit=many".formatted(id))) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(400);
      assertThat(json(answer).path("type").asString()).isEqualTo("https://attune.dev/problems/bad-request");
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }
    for (String path : List.of("/v1/nothing", "/v1/decisions/" + id, "/v1/profiles/" + id, "/nothing")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(json(answer).path("type").asString()).isEqualTo("https://attune.dev/problems/not-found");
    }
  }

  @Test
  void the_api_and_the_metrics_describe_themselves() throws Exception {
    JsonNode api = json(get("/v3/api-docs"));
    assertThat(api.path("openapi").asString()).startsWith("3.1");
    assertThat(api.path("paths").propertyNames()).contains("/v1/profiles/{id}", "/v1/profiles:batch", "/v1/decisions/{id}/explanation");
    assertThat(api.path("components").path("schemas").propertyNames()).contains("PersonAnswer");

    assertThat(get("/actuator/prometheus").body())
        .contains("attune_projection_lag_events{")
        .contains("attune_projection_position{")
        .contains("attune_projection_events_total{")
        .contains("attune_projection_gaps_total{")
        .contains("attune_projection_write_seconds");
  }
}
