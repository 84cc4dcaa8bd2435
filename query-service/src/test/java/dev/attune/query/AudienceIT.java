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
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.Service;
import dev.attune.query.fixture.Town;
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
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Audiences over HTTP, on a real broker and an in-memory view store. */
class AudienceIT {

  private static Town town;
  private static Service service;
  private static int messages;

  @BeforeAll
  static void start() throws Exception {
    town = new Town();
    define(new ShopConfigured("shop", 1, "Europe/Berlin", "EUR"));
    define(
        new MetricPublished(
            "views_60s", 1, "Views", new Match("product_view", List.of()), Aggregation.COUNT, null, 0, 60));
    define(new AudiencePublished("keen", 1, "Keen", "profile.metrics.views_60s >= 2"));
    define(new AudiencePublished("buyers", 1, "Buyers", "profile.purchases.count >= 1"));
    town.announce();
    service = new Service(town);
  }

  @AfterAll
  static void stop() {
    service.close();
    town.close();
  }

  @Test
  void who_does_what_the_rule_wants_belongs_at_the_very_next_read() throws Exception {
    for (int run = 0; run < 20; run++) {
      UUID person = UUID.randomUUID();
      happens(person, "product_view", now(), Map.of());
      assertThat(standing(person, "keen", town.announce()).path("member").asBoolean()).isFalse();
      happens(person, "product_view", now(), Map.of());
      long position = town.announce();
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
    long position = town.announce();
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
    long position = town.announce();
    Set<UUID> truth = new TreeSet<>();
    for (Relayed relayed : town.relay().log()) {
      if (town.relay().events().decode(relayed.envelope().event()) instanceof InteractionRecorded event
          && event.name().equals("purchase")) {
        truth.add(relayed.envelope().stream());
      }
    }

    JsonNode buyers = service.json("/v1/audiences/buyers?min-position=" + position);
    assertThat(buyers.path("size").asInt()).isEqualTo(truth.size());
    assertThat(Duration.between(Instant.parse(buyers.path("evaluatedAt").asString()), Instant.now()))
        .isLessThan(Duration.ofSeconds(5));
    List<UUID> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = service.json("/v1/audiences/buyers/members?limit=7" + cursor);
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
  void people_are_found_by_audience() throws Exception {
    UUID keen = UUID.randomUUID();
    UUID idle = UUID.randomUUID();
    for (UUID person : List.of(keen, idle)) {
      Instant at = person == keen ? now() : now().minusSeconds(61);
      happens(person, "product_view", at, Map.of());
      happens(person, "product_view", at, Map.of());
    }
    long position = town.announce();

    assertThat(found("audience=keen&limit=1000&min-position=" + position)).contains(keen).doesNotContain(idle);
    assertThat(found("where=audience.keen=false&limit=1000&min-position=" + position))
        .contains(idle)
        .doesNotContain(keen);
    assertThat(service.get("/v1/profiles?audience=nothing").statusCode()).isEqualTo(400);
  }

  @Test
  void a_rebuild_comes_to_the_same_members_and_its_gate_agrees() throws Exception {
    UUID buyer = UUID.randomUUID();
    happens(buyer, "purchase", now(), Map.of());
    happens(UUID.randomUUID(), "search", now(), Map.of());
    long position = town.announce();
    List<UUID> before = members("buyers", "?limit=1000&min-position=" + position);

    service.rebuild("audience");

    assertThat(members("buyers", "?limit=1000&min-position=" + position)).contains(buyer).isEqualTo(before);
  }

  @Test
  void a_new_audience_counts_all_of_history_and_a_changed_one_answers_as_before_until_then() throws Exception {
    UUID person = UUID.randomUUID();
    for (int i = 0; i < 3; i++) {
      happens(person, "seminar", now(), Map.of());
    }
    assertThat(standing(person, "guests", town.announce()).isMissingNode()).isTrue();
    define(new AudiencePublished("guests", 1, "Guests", "'seminar' in profile.counts && profile.counts.seminar >= 3"));
    town.announce();
    eventually(person, 1, true);
    define(new AudiencePublished("guests", 2, "Guests", "'seminar' in profile.counts && profile.counts.seminar >= 4"));
    town.announce();
    eventually(person, 2, false);
    assertThat(service.json("/v1/audiences").path("audiences")).hasSize(3);
  }

  @Test
  void what_is_not_there_or_not_asked_for_rightly_is_told() throws Exception {
    assertThat(service.get("/v1/profiles/" + UUID.randomUUID() + "/audiences").statusCode()).isEqualTo(404);
    assertThat(service.get("/v1/audiences/nothing").statusCode()).isEqualTo(404);
    assertThat(service.get("/v1/audiences/nothing/members").statusCode()).isEqualTo(404);
    assertThat(service.get("/v1/audiences/keen/members?limit=0").statusCode()).isEqualTo(400);
    assertThat(service.get("/v1/audiences/keen/members?sample=1001").statusCode()).isEqualTo(400);
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
    HttpResponse<String> answer = service.get("/v1/profiles/" + person + "/audiences?min-position=" + position);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    for (JsonNode one : Service.json(answer).path("audiences")) {
      if (one.path("key").asString().equals(key)) {
        return one;
      }
    }
    return Service.json(answer).path("missing");
  }

  private static List<UUID> members(String key, String query) throws Exception {
    HttpResponse<String> answer = service.get("/v1/audiences/" + key + "/members" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    List<UUID> members = new ArrayList<>();
    Service.json(answer).path("members").forEach(one -> members.add(UUID.fromString(one.asString())));
    return members;
  }

  private static List<UUID> found(String query) {
    List<UUID> found = new ArrayList<>();
    service.json("/v1/profiles?" + query).path("profiles").forEach(one -> found.add(UUID.fromString(one.path("id").asString())));
    return found;
  }

  private static InteractionRecorded happens(UUID person, String name, Instant at, Map<String, Value> properties) {
    InteractionRecorded event = Happenings.interaction("m%06d".formatted(messages++), name, at, properties);
    town.relay().happens(person, event, at);
    return event;
  }

  private static void define(DefinitionEvent event) {
    town.relay().happens(UUID.nameUUIDFromBytes(event.key().getBytes()), event, now());
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

}
