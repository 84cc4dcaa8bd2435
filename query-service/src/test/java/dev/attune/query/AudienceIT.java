package dev.attune.query;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.DefinitionEvent.AudiencePublished;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.DefinitionEvent.ShopConfigured;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.value.Value;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.Topics;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.KafkaBroker;
import dev.attune.query.fixture.MemoryStore;
import dev.attune.query.fixture.TestRelay;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Audiences over HTTP, on a real broker and an in-memory view store. */
class AudienceIT {

  private static final String KEY = "the-read-key";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static KafkaBroker broker;
  private static MemoryStore memory;
  private static TestRelay relay;
  private static ConfigurableApplicationContext service;
  private static HttpClient client;
  private static int messages;

  @BeforeAll
  static void start() throws Exception {
    broker = new KafkaBroker();
    broker.create(Map.of(Topics.EVENTS, 8, Topics.PROGRESS, 1, Topics.DEFINITIONS, 1, Topics.GAPS, 1));
    memory = new MemoryStore();
    relay = new TestRelay(broker.bootstrap(), 8);
    client = HttpClient.newHttpClient();
    define(new ShopConfigured("shop", 1, "Europe/Berlin", "EUR"));
    define(metric("views_60s", 1, Aggregation.COUNT, null, "product_view", 60));
    define(new AudiencePublished("keen", 1, "Keen", "profile.metrics.views_60s >= 2"));
    define(new AudiencePublished("buyers", 1, "Buyers", "profile.purchases.count >= 1"));
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

  @Test
  void who_does_what_the_rule_wants_belongs_at_the_very_next_read() throws Exception {
    for (int run = 0; run < 20; run++) {
      UUID person = UUID.randomUUID();
      happens(person, "product_view", now(), Map.of());
      assertThat(standing(person, "keen", relay.announce()).path("member").asBoolean()).isFalse();
      happens(person, "product_view", now(), Map.of());
      long position = relay.announce();
      assertThat(standing(person, "keen", position).path("member").asBoolean()).as("run %d", run).isTrue();
      assertThat(members("keen", "?limit=1000&min-position=" + position)).contains(person);
      assertThat(members("buyers", "?limit=1000&min-position=" + position)).doesNotContain(person);
    }
  }

  @Test
  void time_alone_takes_people_out_of_the_answer_and_of_the_count() throws Exception {
    UUID person = UUID.randomUUID();
    Instant then = now().minusSeconds(55);
    happens(person, "product_view", then, Map.of());
    happens(person, "product_view", then, Map.of());
    long position = relay.announce();
    JsonNode standing = standing(person, "keen", position);
    assertThat(standing.path("member").asBoolean()).isTrue();
    Instant until = Instant.parse(standing.path("until").asString());
    assertThat(until).isBetween(then.plusSeconds(59), then.plusSeconds(61));
    assertThat(members("keen", "?limit=1000&min-position=" + position)).contains(person);

    Thread.sleep(Math.max(0, Duration.between(Instant.now(), until).toMillis()) + 1);
    assertThat(standing(person, "keen", position).path("member").asBoolean()).isFalse();
    long deadline = System.nanoTime() + Duration.ofSeconds(6).toNanos();
    while (members("keen", "?limit=1000").contains(person)) {
      assertThat(System.nanoTime()).as("an answer is at most five seconds old").isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  @Test
  void sizes_and_pages_are_what_counting_the_people_gives() throws Exception {
    Random random = new Random(3);
    Instant start = now().minus(Duration.ofDays(3));
    for (int i = 0; i < 80; i++) {
      UUID person = UUID.randomUUID();
      for (int events = random.nextInt(6); events >= 0; events--) {
        String name = random.nextInt(4) == 0 ? "purchase" : "search";
        happens(person, name, start.plusSeconds(random.nextInt(86_400)), Map.of());
      }
    }
    long position = relay.announce();
    Set<UUID> truth = new TreeSet<>();
    for (Relayed relayed : relay.log()) {
      if (relay.events().decode(relayed.envelope().event()) instanceof InteractionRecorded event
          && event.name().equals("purchase")) {
        truth.add(relayed.envelope().stream());
      }
    }

    JsonNode buyers = json(get("/v1/audiences/buyers?min-position=" + position));
    assertThat(buyers.path("size").asInt()).isEqualTo(truth.size());
    assertThat(Duration.between(Instant.parse(buyers.path("evaluatedAt").asString()), Instant.now()))
        .isLessThan(Duration.ofSeconds(5));
    List<UUID> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = json(get("/v1/audiences/buyers/members?limit=7" + cursor));
      page.path("members").forEach(one -> paged.add(UUID.fromString(one.asString())));
      cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asString();
    } while (!cursor.isEmpty());
    assertThat(paged).containsExactlyElementsOf(truth);
    List<UUID> sample = members("buyers", "?sample=5");
    assertThat(sample).hasSize(5).doesNotHaveDuplicates().isSubsetOf(truth);
    for (UUID person : sample) {
      assertThat(standing(person, "buyers", position).path("member").asBoolean()).isTrue();
    }
  }

  @Test
  void a_new_audience_counts_all_of_history_and_a_changed_one_answers_as_before_until_then() throws Exception {
    UUID person = UUID.randomUUID();
    for (int i = 0; i < 3; i++) {
      happens(person, "seminar", now(), Map.of());
    }
    assertThat(standing(person, "guests", relay.announce()).isMissingNode()).isTrue();
    define(new AudiencePublished("guests", 1, "Guests", "'seminar' in profile.counts && profile.counts.seminar >= 3"));
    relay.announce();
    eventually(person, 1, true);
    define(new AudiencePublished("guests", 2, "Guests", "'seminar' in profile.counts && profile.counts.seminar >= 4"));
    relay.announce();
    eventually(person, 2, false);
    assertThat(json(get("/v1/audiences")).path("audiences")).hasSize(3);
  }

  @Test
  void what_is_not_there_or_not_asked_for_rightly_is_told() throws Exception {
    assertThat(get("/v1/profiles/" + UUID.randomUUID() + "/audiences").statusCode()).isEqualTo(404);
    assertThat(get("/v1/audiences/nothing").statusCode()).isEqualTo(404);
    assertThat(get("/v1/audiences/nothing/members").statusCode()).isEqualTo(404);
    assertThat(get("/v1/audiences/keen/members?limit=0").statusCode()).isEqualTo(400);
    assertThat(get("/v1/audiences/keen/members?sample=1001").statusCode()).isEqualTo(400);
  }

  /** Every answer on the way is whole: the audience is missing, of the version before, or right. */
  private static void eventually(UUID person, int version, boolean member) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      JsonNode told = standing(person, "guests", 0);
      if (told.path("version").asInt(0) == version) {
        assertThat(told.path("member").asBoolean()).isEqualTo(member);
        return;
      }
      if (!told.isMissingNode()) {
        assertThat(told.path("version").asInt()).isEqualTo(1);
        assertThat(told.path("member").asBoolean()).isTrue();
      }
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private static JsonNode standing(UUID person, String key, long position) throws Exception {
    HttpResponse<String> answer = get("/v1/profiles/" + person + "/audiences?min-position=" + position);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    for (JsonNode one : json(answer).path("audiences")) {
      if (one.path("key").asString().equals(key)) {
        return one;
      }
    }
    return json(answer).path("missing");
  }

  private static List<UUID> members(String key, String query) throws Exception {
    HttpResponse<String> answer = get("/v1/audiences/" + key + "/members" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    List<UUID> members = new ArrayList<>();
    json(answer).path("members").forEach(one -> members.add(UUID.fromString(one.asString())));
    return members;
  }

  private static InteractionRecorded happens(UUID person, String name, Instant at, Map<String, Value> properties) {
    InteractionRecorded event = Happenings.interaction("m%06d".formatted(messages++), name, at, properties);
    relay.happens(person, event, at);
    return event;
  }

  private static void define(DefinitionEvent event) {
    relay.happens(UUID.nameUUIDFromBytes(event.key().getBytes()), event, now());
  }

  private static MetricPublished metric(
      String key, int version, Aggregation aggregation, String property, String interaction, long seconds) {
    return new MetricPublished(
        key, version, key, named(interaction), aggregation, property, aggregation == Aggregation.TOP ? 3 : 0, seconds);
  }

  private static Match named(String interaction) {
    return new Match(interaction, List.of());
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path);
    return client.send(
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + KEY).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }
}
