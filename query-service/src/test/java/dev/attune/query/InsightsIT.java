package dev.attune.query;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.DefinitionEvent.FunnelPublished;
import dev.attune.contracts.DefinitionEvent.FunnelStep;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.DefinitionEvent.ShopConfigured;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.value.Value;
import dev.attune.contracts.wire.Topics;
import dev.attune.core.funnel.Contribution;
import dev.attune.core.funnel.Funnel;
import dev.attune.core.funnel.FunnelState;
import dev.attune.core.funnel.FunnelTotals;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.KafkaBroker;
import dev.attune.query.fixture.MemoryStore;
import dev.attune.query.fixture.TestRelay;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
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

/** Metrics and funnels over HTTP, on a real broker and an in-memory view store. */
class InsightsIT {

  private static final String KEY = "the-read-key";
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final FunnelPublished BUYING =
      new FunnelPublished(
          "buying", 1, "Buying",
          List.of(
              new FunnelStep("Looks", named("product_view"), List.of()),
              new FunnelStep("Buys", named("purchase"), List.of(named("cart_cleared")))),
          3_600, List.of("properties.device"));

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
    define(metric("views_1h", 1, Aggregation.COUNT, null, "product_view", 3_600));
    define(metric("spent", 1, Aggregation.SUM, "revenue", "purchase", 0));
    define(metric("brands_90d", 1, Aggregation.TOP, "brand", "product_view", 90L * 86_400));
    define(BUYING);
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
  void three_views_in_a_burst_are_three_at_the_very_next_read() throws Exception {
    for (int run = 0; run < 50; run++) {
      UUID person = UUID.randomUUID();
      Instant now = now();
      for (int i = 0; i < 3; i++) {
        happens(person, "product_view", now.plusNanos(i * (run % 2) * 1_000L), Map.of("brand", Value.of("b")));
      }
      JsonNode metrics = metrics(person, "?min-position=" + relay.announce());
      assertThat(value(metrics, "views_1h").path("value").asLong()).as("run %d", run).isEqualTo(3);
    }
  }

  @Test
  void what_arrives_late_and_in_disorder_counts_where_it_belongs() throws Exception {
    UUID person = UUID.randomUUID();
    Instant now = now();
    happens(person, "purchase", now.minusSeconds(10), Map.of("revenue", Value.of(new BigDecimal("19.90"))));
    happens(person, "product_view", now.minusSeconds(3_000), Map.of("brand", Value.of("apple")));
    happens(person, "purchase", now.minus(Duration.ofDays(400)), Map.of("revenue", Value.of(new BigDecimal("0.15"))));
    happens(person, "product_view", now.minusSeconds(3_700), Map.of("brand", Value.of("acer")));
    happens(person, "product_view", now.minusSeconds(20), Map.of("brand", Value.of("apple")));
    JsonNode metrics = metrics(person, "?min-position=" + relay.announce());

    assertThat(value(metrics, "views_1h").path("value").asLong()).isEqualTo(2);
    assertThat(Instant.parse(value(metrics, "views_1h").path("nextChange").asString()))
        .isEqualTo(now.minusSeconds(3_000).truncatedTo(ChronoUnit.MILLIS).plusSeconds(3_600));
    assertThat(value(metrics, "spent").path("value").decimalValue()).isEqualTo(new BigDecimal("20.05"));
    assertThat(value(metrics, "brands_90d").at("/top/0/value").asString()).isEqualTo("apple");
    assertThat(value(metrics, "brands_90d").at("/top/0/count").asLong()).isEqualTo(2);
    assertThat(value(metrics, "brands_90d").path("approximate").asBoolean()).isFalse();
    assertThat(value(metrics, "brands_90d").path("current").asBoolean()).isTrue();

    JsonNode then = metrics(person, "?at=" + now.minusSeconds(2_000));
    assertThat(value(then, "views_1h").path("value").asLong()).isEqualTo(2);
    assertThat(value(then, "spent").path("value").decimalValue()).isEqualTo(new BigDecimal("0.15"));
  }

  @Test
  void a_person_stands_in_a_funnel_and_time_alone_moves_them() throws Exception {
    UUID person = UUID.randomUUID();
    Instant now = now();
    happens(person, "product_view", now.minusSeconds(60), Map.of("device", Value.of("phone")));
    JsonNode standing = funnels(person, relay.announce());
    assertThat(standing.path("stage").asString()).isEqualTo("UNDER_WAY");
    assertThat(standing.path("step").asString()).isEqualTo("Looks");
    assertThat(Instant.parse(standing.path("expires").asString())).isEqualTo(now.minusSeconds(60).plusSeconds(3_600));

    UUID gone = UUID.randomUUID();
    happens(gone, "product_view", now.minusSeconds(7_200), Map.of("device", Value.of("phone")));
    assertThat(funnels(gone, relay.announce()).path("stage").asString()).isEqualTo("ABANDONED");

    UUID nobody = UUID.randomUUID();
    relay.happens(nobody, Happenings.traits("t" + messages++, now, Map.of()), now);
    JsonNode never = funnels(nobody, relay.announce());
    assertThat(never.path("stage").asString()).isEqualTo("NEVER_ENTERED");
    assertThat(metrics(nobody, "").at("/metrics")).isNotEmpty();
  }

  @Test
  void a_report_is_the_sum_of_what_each_person_adds_whatever_the_order() throws Exception {
    Random random = new Random(5);
    Funnel funnel = Funnel.of(BUYING, BERLIN);
    LocalDate day = LocalDate.of(2026, 3, 28);
    Instant start = day.atStartOfDay(BERLIN).toInstant();
    Map<UUID, FunnelState> people = new TreeMap<>();
    List<Runnable> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      UUID person = new UUID(random.nextLong(), random.nextLong());
      people.put(person, FunnelState.empty(funnel));
      for (int events = random.nextInt(12); events >= 0; events--) {
        String name = List.of("product_view", "purchase", "cart_cleared").get(random.nextInt(3));
        Instant at = start.plusSeconds(random.nextInt(3 * 86_400));
        String device = List.of("phone", "laptop").get(random.nextInt(2));
        all.add(() -> {
          InteractionRecorded event = happens(person, name, at, Map.of("device", Value.of(device)));
          people.computeIfPresent(person, (id, state) -> state.with(funnel, event, at));
        });
      }
    }
    Collections.shuffle(all, random);
    all.forEach(Runnable::run);
    long position = relay.announce();
    FunnelTotals truth = FunnelTotals.none(2);
    FunnelTotals phones = FunnelTotals.none(2);
    Map<LocalDate, FunnelTotals> days = new TreeMap<>();
    for (FunnelState state : people.values()) {
      Contribution one = state.contribution(funnel);
      if (one != null) {
        truth = truth.changed(null, one);
        days.merge(one.day(), FunnelTotals.none(2).changed(null, one), FunnelTotals::plus);
        phones = one.segments().getFirst().equals("phone") ? phones.changed(null, one) : phones;
      }
    }

    JsonNode report =
        json(
            get("/v1/funnels/buying/report?from=2026-03-28&to=2026-03-31&segment=properties.device&min-position="
                + position));

    assertThat(report.path("zone").asString()).isEqualTo("Europe/Berlin");
    assertFigures(report.path("all"), truth);
    assertThat(report.path("days")).hasSize(days.size());
    for (JsonNode one : report.path("days")) {
      assertFigures(one.path("figures"), days.get(LocalDate.parse(one.path("day").asString())));
    }
    assertThat(report.at("/values/1/value").asString()).isEqualTo("phone");
    assertFigures(report.at("/values/1/figures"), phones);
    assertThat(truth.reached().getLast()).isPositive();
    JsonNode before = json(get("/v1/funnels/buying/report?from=2026-03-01&to=2026-03-27"));
    assertThat(before.at("/all/steps/0/people").asLong()).isZero();
  }

  @Test
  void a_new_metric_counts_all_of_history_and_a_changed_one_answers_as_before_until_then() throws Exception {
    UUID person = UUID.randomUUID();
    Instant now = now();
    for (int i = 0; i < 5; i++) {
      happens(person, "search", now.minusSeconds(86_400L * i + 120), Map.of());
    }
    define(metric("searches", 1, Aggregation.COUNT, null, "search", 2 * 86_400));
    relay.announce();
    eventually(person, "searches", 2);
    define(metric("searches", 2, Aggregation.COUNT, null, "search", 0));
    relay.announce();
    eventually(person, "searches", 5);
    assertThat(value(metrics(person, ""), "searches").path("version").asInt()).isEqualTo(2);
  }

  @Test
  void what_is_not_there_or_not_asked_for_rightly_is_told() throws Exception {
    assertThat(get("/v1/profiles/" + UUID.randomUUID() + "/metrics").statusCode()).isEqualTo(404);
    assertThat(get("/v1/profiles/" + UUID.randomUUID() + "/funnels").statusCode()).isEqualTo(404);
    assertThat(get("/v1/funnels/nothing/report").statusCode()).isEqualTo(404);
    assertThat(get("/v1/funnels/buying/report?segment=properties.colour").statusCode()).isEqualTo(400);
    assertThat(get("/v1/funnels/buying/report?from=2026-01-02&to=2026-01-01").statusCode()).isEqualTo(400);
    assertThat(get("/v1/funnels/buying/report?from=2024-01-01&to=2026-01-01").statusCode()).isEqualTo(400);
    assertThat(get("/v1/funnels/buying/report?from=yesterday").statusCode()).isEqualTo(400);
    assertThat(get("/v1/profiles/" + UUID.randomUUID() + "/metrics?at=2999-01-01T00:00:00Z").statusCode())
        .isEqualTo(400);
  }

  /** Every answer on the way is whole: the metric is missing, of the version before, or right. */
  private static void eventually(UUID person, String key, long wanted) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      HttpResponse<String> answer = get("/v1/profiles/" + person + "/metrics");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode told = value(json(answer), key);
      if (told.path("current").asBoolean(false)) {
        assertThat(told.path("value").asLong()).isEqualTo(wanted);
        return;
      }
      assertThat(System.nanoTime()).as(answer.body()).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private static void assertFigures(JsonNode figures, FunnelTotals truth) {
    assertThat(figures.at("/steps/0/people").asLong()).isEqualTo(truth.reached().get(0));
    assertThat(figures.at("/steps/1/people").asLong()).isEqualTo(truth.reached().get(1));
    assertThat(figures.path("entries").asLong()).isEqualTo(truth.entries());
    assertThat(figures.path("completions").asLong()).isEqualTo(truth.completions());
    if (truth.reached().get(1) > 0) {
      assertThat(figures.at("/steps/1/between/mean").asLong())
          .isEqualTo(truth.between().getFirst().millis() / truth.reached().get(1));
    }
  }

  private static JsonNode metrics(UUID person, String query) throws Exception {
    HttpResponse<String> answer = get("/v1/profiles/" + person + "/metrics" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private static JsonNode funnels(UUID person, long position) throws Exception {
    HttpResponse<String> answer = get("/v1/profiles/" + person + "/funnels?min-position=" + position);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).at("/funnels/0");
  }

  private static JsonNode value(JsonNode answer, String key) {
    for (JsonNode metric : answer.path("metrics")) {
      if (metric.path("key").asString().equals(key)) {
        return metric;
      }
    }
    return answer.path("missing");
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
