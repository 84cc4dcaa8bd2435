package dev.attune.query;

import dev.attune.contracts.DefinitionEvent.ShopConfigured;
import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.value.Value;
import dev.attune.contracts.wire.Topics;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.KafkaBroker;
import dev.attune.query.fixture.MemoryStore;
import dev.attune.query.fixture.TestRelay;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.attune.query.fixture.Happenings.NOON;
import static org.assertj.core.api.Assertions.assertThat;

/** What marketers look at, over HTTP, on a real broker and an in-memory view store. */
class BehaviourApiIT {

  private static final String KEY = "the-read-key";
  private static final JsonMapper JSON = new JsonMapper();

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
    relay.happens(new UUID(1, 1), new ShopConfigured("shop", 1, "Asia/Tokyo", "EUR"), NOON);
    relay.announce();
    service =
        SpringApplication.run(
            QueryServiceApplication.class,
            "--server.port=0",
            "--attune.kafka.bootstrap=" + broker.bootstrap(),
            "--spring.mongodb.uri=" + memory.uri(),
            "--attune.query.wait-at-most=5s",
            "--attune.read-key=" + KEY);
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (send(request("/actuator/health/readiness")).statusCode() != 200) {
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

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path))
        .header("Authorization", "Bearer " + KEY);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = send(request(path));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static JsonNode get(UUID person, long position) throws Exception {
    return get("/v1/profiles/%s?min-position=%d".formatted(person, position));
  }

  private static long views(UUID person, String messageId, Instant at) {
    return relay.happens(person, Happenings.view(messageId, "p-" + messageId, at), at);
  }

  private static Instant minutes(int minutes) {
    return NOON.plus(Duration.ofMinutes(minutes));
  }

  @Test
  void a_late_event_joins_its_session_at_the_very_next_read() throws Exception {
    UUID ada = UUID.randomUUID();
    views(ada, "m1", minutes(0));
    JsonNode before = get(ada, views(ada, "m2", minutes(50)));
    assertThat(before.path("sessions").path("count").asInt()).isEqualTo(2);

    JsonNode after = get(ada, views(ada, "late", minutes(25)));

    assertThat(after.path("sessions").path("count").asInt()).isEqualTo(1);
    JsonNode session = after.path("sessions").path("latest").get(0);
    assertThat(session.path("start").asString()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(session.path("end").asString()).isEqualTo("2026-03-01T12:50:00Z");
    assertThat(session.path("interactions").asInt()).isEqualTo(3);
    assertThat(after.path("sessions").path("current").isNull()).isTrue();
  }

  @Test
  void an_event_that_is_later_than_chunks_of_history_is_folded_in_its_place() throws Exception {
    UUID ada = UUID.randomUUID();
    long position = 0;
    for (int i = 0; i < 200; i++) {
      position = views(ada, "m" + i, minutes(100 * i + 100));
    }
    assertThat(get(ada, position).path("sessions").path("count").asInt()).isEqualTo(200);

    JsonNode after = get(ada, views(ada, "late", minutes(0)));

    assertThat(after.path("sessions").path("count").asInt()).isEqualTo(201);
    assertThat(after.path("firstSeen").asString()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(get(ada, views(ada, "between", minutes(10_120))).path("sessions").path("count").asInt()).isEqualTo(201);
  }

  @Test
  void three_views_of_one_moment_are_three_at_the_next_read_fifty_of_fifty_times() throws Exception {
    int inOneBatch = 0;
    int inParallel = 0;
    int apart = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (int round = 0; round < 50; round++) {
        UUID ada = UUID.randomUUID();
        long position = 0;
        for (int i = 0; i < 3; i++) {
          position = views(ada, "m" + i, NOON);
        }
        inOneBatch += counted(ada, position) == 3 ? 1 : 0;

        UUID bob = UUID.randomUUID();
        List<Future<Long>> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          String id = "m" + i;
          sent.add(
              threads.submit(
                  () -> {
                    synchronized (relay) {
                      return views(bob, id, NOON);
                    }
                  }));
        }
        long last = 0;
        for (Future<Long> one : sent) {
          last = Math.max(last, one.get());
        }
        inParallel += counted(bob, last) == 3 ? 1 : 0;

        UUID cid = UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
          position = views(cid, "m" + i, NOON.plusMillis(10L * i));
          Thread.sleep(10);
        }
        apart += counted(cid, position) == 3 ? 1 : 0;
      }
    }
    assertThat(List.of(inOneBatch, inParallel, apart)).containsExactly(50, 50, 50);
  }

  private static int counted(UUID person, long position) throws Exception {
    JsonNode profile = get(person, position);
    assertThat(profile.path("interactions").asInt()).isEqualTo(profile.path("counts").path("product_view").asInt());
    return profile.path("interactions").asInt();
  }

  @Test
  void a_profile_is_shown_as_it_was_at_any_moment() throws Exception {
    UUID ada = UUID.randomUUID();
    relay.happens(ada, Happenings.linked(Identity.user("past-" + ada)), NOON);
    List<Long> positions = new ArrayList<>();
    for (int i = 1; i <= 150; i++) {
      positions.add(views(ada, "m" + i, minutes(i)));
    }
    long last = relay.happens(ada, Happenings.traits("t", minutes(200), Map.of("plan", Value.of("gold"))), minutes(200));
    assertThat(get(ada, last).path("traits").path("plan").asString()).isEqualTo("gold");

    for (int i : List.of(1, 63, 64, 65, 127, 128, 150)) {
      JsonNode then = get("/v1/profiles/%s?position=%d".formatted(ada, positions.get(i - 1)));
      assertThat(then.path("interactions").asInt()).isEqualTo(i);
      assertThat(then.path("version").asInt()).isEqualTo(i + 1);
      assertThat(then.path("traits").isEmpty()).isTrue();
      JsonNode same = get("/v1/profiles/by-identity/user/past-%s?at=%s".formatted(ada, minutes(i)));
      assertThat(same.path("interactions").asInt()).isEqualTo(i);
      assertThat(same.path("evaluatedAt").asString()).isEqualTo(minutes(i).toString());
      assertThat(same.path("sessions").path("current").path("interactions").asInt()).isEqualTo(i);
    }
    assertThat(send(request("/v1/profiles/%s?at=2020-01-01T00:00:00Z".formatted(ada))).statusCode()).isEqualTo(404);
    for (String wrong : List.of("at=yesterday", "position=x", "at=2026-03-01T12:00:00Z&position=1", "fields=nothing")) {
      assertThat(send(request("/v1/profiles/%s?%s".formatted(ada, wrong))).statusCode()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void only_what_is_asked_for_is_answered() throws Exception {
    UUID ada = UUID.randomUUID();
    relay.happens(ada, Happenings.purchase("m1", "12.50", NOON), NOON);
    long position = relay.happens(ada, Happenings.purchase("m2", "7.50", NOON), NOON.plus(Duration.ofHours(3)));

    JsonNode some = get("/v1/profiles/%s?fields=purchases,sessionHistory&min-position=%d".formatted(ada, position));

    assertThat(some.propertyNames()).containsExactly("id", "evaluatedAt", "purchases", "sessionHistory");
    assertThat(some.path("purchases").path("spent").path("EUR").decimalValue()).isEqualByComparingTo("20.00");
    assertThat(some.path("purchases").path("days").asInt()).as("midnight in Tokyo lies between").isEqualTo(2);
    assertThat(some.path("sessionHistory").size()).isEqualTo(2);
    JsonNode all = get(ada, position);
    assertThat(all.has("sessionHistory")).isFalse();
    assertThat(all.has("traitHistory")).isFalse();
  }

  @Test
  void many_profiles_are_read_at_once() throws Exception {
    UUID ada = UUID.randomUUID();
    UUID bob = UUID.randomUUID();
    relay.happens(ada, Happenings.linked(Identity.user("batch-ada")), NOON);
    views(bob, "m", NOON);
    long position = relay.announce();
    String wanted =
        """
        {"ids":["%s","%s"],"identities":[{"namespace":"user","value":"batch-ada"},{"namespace":"user","value":"no"}],
         "fields":["counts"]}"""
            .formatted(bob, new UUID(0, 0));

    HttpResponse<String> answer = batch(wanted, position);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode body = JSON.readTree(answer.body());
    assertThat(body.path("profiles")).extracting(one -> one.path("id").asString())
        .containsExactly(bob.toString(), ada.toString());
    assertThat(body.path("profiles").get(0).path("counts").path("product_view").asInt()).isEqualTo(1);
    assertThat(body.path("missing")).extracting(JsonNode::asString)
        .containsExactlyInAnyOrder(new UUID(0, 0).toString(), "user:no");
    String tooMany = "{\"ids\":[" + "\"%s\",".formatted(ada).repeat(100) + "\"%s\"]}".formatted(bob);
    assertThat(batch(tooMany, 0).statusCode()).isEqualTo(400);
    assertThat(batch("{\"ids\":[null]}", 0).statusCode()).isEqualTo(400);
  }

  private static HttpResponse<String> batch(String body, long position) throws Exception {
    return send(
        request("/v1/profiles:batch?min-position=" + position)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void code_that_reads_segments_profile_api_reads_here() throws Exception {
    UUID ada = UUID.randomUUID();
    String space = "/v1/spaces/spa_1/collections/users/profiles/";
    relay.happens(ada, Happenings.linked(Identity.user("seg-1")), NOON);
    relay.happens(ada, Happenings.linked(Identity.anonymous("seg-a")), NOON);
    for (int i = 0; i < 70; i++) {
      views(ada, "v" + i, minutes(i));
    }
    Map<String, Value> traits = new java.util.LinkedHashMap<>(Map.of("plan", Value.of("gold"), "n", Value.of(7)));
    for (int i = 0; i < 12; i++) {
      traits.put("x%02d".formatted(i), Value.of(i));
    }
    long position = relay.happens(ada, Happenings.traits("t", minutes(80), traits), minutes(80));

    JsonNode first = segment(space + "user_id:seg-1/traits?min-position=" + position, 200);
    assertThat(first.path("traits").propertyNames()).hasSize(10).startsWith("n", "plan", "x00");
    assertThat(first.path("cursor").path("has_more").asBoolean()).isTrue();
    assertThat(first.path("cursor").path("limit").asInt()).isEqualTo(10);
    JsonNode second =
        segment(space + "anonymous_id:seg-a/traits?next=" + first.path("cursor").path("next").asString(), 200);
    assertThat(second.path("traits").propertyNames()).containsExactly("x08", "x09", "x10", "x11");
    assertThat(second.path("cursor").path("has_more").asBoolean()).isFalse();
    JsonNode verbose = segment(space + "user_id:seg-1/traits?include=plan&verbose=true", 200).path("traits");
    assertThat(verbose.path("plan").path("value").asString()).isEqualTo("gold");
    assertThat(verbose.path("plan").path("source_id").asString()).isEqualTo(Happenings.SHOP.toString());
    assertThat(verbose.path("plan").path("updated_at").asString()).isEqualTo(minutes(80).toString());
    assertThat(segment(space + "user_id:seg-1/traits?class=audience", 200).path("traits").isEmpty()).isTrue();

    assertThat(segment(space + "user_id:seg-1/external_ids", 200).path("data"))
        .extracting(id -> id.path("type").asString() + "=" + id.path("id").asString())
        .containsExactlyInAnyOrder("user_id=seg-1", "anonymous_id=seg-a");
    assertThat(segment(space + "user_id:seg-1/metadata", 200).path("metadata").path("created_at").asString())
        .isEqualTo(NOON.toString());
    assertThat(segment(space + "user_id:seg-1/links", 200).path("data").isEmpty()).isTrue();
    events(space + "user_id:seg-1/events");

    JsonNode nobody = segment(space + "user_id:nobody/traits", 404);
    assertThat(nobody.path("error").path("code").asString()).isEqualTo("not_found");
    assertThat(nobody.path("error").path("message").asString()).isEqualTo("Profile was not found.");
  }

  private static void events(String path) throws Exception {
    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = segment(path + "?limit=30" + (next.isEmpty() ? "" : "&next=" + next), 200);
      page.path("data").forEach(event -> ids.add(event.path("message_id").asString()));
      next = page.path("cursor").path("next").asString();
    } while (!next.isEmpty());
    assertThat(ids).hasSize(71).startsWith("t", "v69").endsWith("v0").doesNotHaveDuplicates();
  }

  private static JsonNode segment(String path, int status) throws Exception {
    String basic = Base64.getEncoder().encodeToString((KEY + ":").getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer = send(request(path).setHeader("Authorization", "Basic " + basic));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Request-Id")).isPresent();
    return JSON.readTree(answer.body());
  }

  @Test
  void segments_way_to_sign_in_opens_nothing_else_and_needs_the_right_key() throws Exception {
    String right = Base64.getEncoder().encodeToString((KEY + ":").getBytes(StandardCharsets.UTF_8));
    String wrong = Base64.getEncoder().encodeToString("wrong:".getBytes(StandardCharsets.UTF_8));
    String segment = "/v1/spaces/s/collections/users/profiles/user_id:u/traits";

    assertThat(send(request("/v1/totals").setHeader("Authorization", "Basic " + right)).statusCode()).isEqualTo(401);
    for (String header : List.of("Basic " + wrong, "Basic ?", "Basic ", "")) {
      assertThat(send(request(segment).setHeader("Authorization", header)).statusCode()).as(header).isEqualTo(401);
    }
  }

  @Test
  void what_was_told_of_device_place_and_consent_is_shown() throws Exception {
    UUID ada = UUID.randomUUID();
    Map<String, Value> context =
        Map.of(
            "locale", Value.of("de-DE"),
            "os", new Value.Fields(Map.of("name", Value.of("iOS"))),
            "consent",
            new Value.Fields(Map.of("categoryPreferences", new Value.Fields(Map.of("Ads", Value.of(false))))));
    InteractionRecorded did = Happenings.view("m", "p", NOON);
    long position =
        relay.happens(
            ada,
            new InteractionRecorded(
                did.source(), did.messageId(), did.kind(), did.name(), "s-1", did.times(), did.properties(),
                did.identities(), Map.of(), context),
            NOON);

    JsonNode profile = get(ada, position);

    assertThat(profile.path("devices").get(0).path("system").asString()).isEqualTo("iOS");
    assertThat(profile.path("places").get(0).path("locale").asString()).isEqualTo("de-DE");
    assertThat(profile.path("consent").path("Ads").path("granted").asBoolean()).isFalse();
    assertThat(profile.path("sessions").path("latest").get(0).path("id").asString()).isEqualTo("s-1");
    assertThat(profile.path("favourites").path("categories").get(0).path("key").asString()).isEqualTo("shoes");
    assertThat(profile.path("favourites").path("categories").get(0).path("score").asDouble()).isBetween(0.0, 1.0);
  }
}
