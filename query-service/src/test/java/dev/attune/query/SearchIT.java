package dev.attune.query;

import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.DefinitionEvent.FunnelPublished;
import dev.attune.contracts.DefinitionEvent.FunnelStep;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.Identity;
import dev.attune.contracts.value.Value;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.Service;
import dev.attune.query.fixture.Town;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Finding people over HTTP, on a real broker and an in-memory view store. */
class SearchIT {

  private static final int PEOPLE = 1_200;

  private static Town town;
  private static Service service;
  private static Instant now;
  private static List<Somebody> people;
  private static long position;

  /** What is known of somebody without any view. */
  record Somebody(UUID id, String plan, int views, int recent, int purchases, BigDecimal spent, Instant lastSeen) {}

  @BeforeAll
  static void start() throws Exception {
    town = new Town();
    Random random = new Random(7);
    now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    define(new MetricPublished("views_1h", 1, "Views", match("product_view"), Aggregation.COUNT, null, 0, 3_600));
    define(
        new FunnelPublished(
            "buying", 1, "Buying",
            List.of(
                new FunnelStep("Looks", match("product_view"), List.of()),
                new FunnelStep("Buys", match("purchase"), List.of())),
            7 * 86_400, List.of()));
    people = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      people.add(lives(new UUID(random.nextLong(), random.nextLong()), i, random));
    }
    position = town.announce();
    service = new Service(town);
  }

  private static Somebody lives(UUID id, int number, Random random) {
    String plan = List.of("gold", "silver", "a,b").get(random.nextInt(3));
    Instant began = now.minusSeconds(9_000_000);
    town.relay().happens(id, Happenings.linked(Identity.user("u-" + number)), began);
    town.relay().happens(id, Happenings.traits("t" + number, began, Map.of("plan", Value.of(plan))), began);
    int views = random.nextInt(6);
    int recent = 0;
    Instant last = began;
    for (int i = 0; i < views; i++) {
      long ago = random.nextBoolean() ? random.nextInt(1_800) : 7_200 + random.nextInt(80_000);
      recent += ago < 3_600 ? 1 : 0;
      Instant at = now.minusSeconds(ago);
      last = at.isAfter(last) ? at : last;
      town.relay().happens(id, Happenings.view("v" + number + "-" + i, "p", at), at);
    }
    int purchases = random.nextInt(3);
    BigDecimal spent = BigDecimal.ZERO;
    for (int i = 0; i < purchases; i++) {
      BigDecimal price = BigDecimal.valueOf(random.nextInt(10_000), 2);
      spent = spent.add(price);
      Instant at = now.minusSeconds(400_000 + random.nextInt(100));
      last = at.isAfter(last) ? at : last;
      town.relay().happens(id, Happenings.purchase("b" + number + "-" + i, price.toString(), at), at);
    }
    return new Somebody(id, plan, views, recent, purchases, spent, last);
  }

  @AfterAll
  static void stop() {
    service.close();
    town.close();
  }

  @Test
  void people_are_found_by_what_they_told_did_and_spent() {
    assertFound("", one -> true);
    assertFound("&where=" + coded("trait.plan=gold"), one -> one.plan().equals("gold"));
    assertFound("&where=" + coded("trait.plan=a,b"), one -> one.plan().equals("a,b"));
    assertFound("&where=" + coded("trait.plan!=gold"), one -> !one.plan().equals("gold"));
    assertFound("&where=" + coded("spent.EUR>=50.00"), one -> one.spent().compareTo(new BigDecimal("50")) >= 0);
    assertFound(
        "&seen.interaction=purchase&seen.interaction=product_view", one -> one.purchases() > 0 && one.views() > 0);
    Instant day = now.minusSeconds(10_000);
    assertFound("&lastSeenAfter=" + day, one -> one.lastSeen().isAfter(day));
    assertFound("&lastSeenBefore=" + day + "&where=" + coded("count.product_view<3"),
        one -> one.lastSeen().isBefore(day) && one.views() < 3);
  }

  /** As curl and address bars send it; the client of the JDK refuses to. */
  @Test
  void conditions_are_understood_as_they_are_typed() throws Exception {
    for (String typed : List.of("where=count.product_view>=3", "where=count.product_view<3")) {
      JsonNode expected = page("limit=0&where=" + coded(typed.substring(6)));
      JsonNode answer = service.typed("/v1/profiles?min-position=" + position + "&limit=0&" + typed);
      assertThat(answer.path("count")).as(typed).isEqualTo(expected.path("count"));
      assertThat(expected.path("count").asLong()).isBetween(1L, PEOPLE - 1L);
    }
  }

  @Test
  void people_are_found_by_windows_as_of_now_and_by_where_they_stand() {
    assertFound("&where=" + coded("metric.views_1h>=2"), one -> one.recent() >= 2);
    assertFound("&where=" + coded("metric.views_1h=0"), one -> one.recent() == 0);
    assertFound("&funnel=buying:Looks", one -> one.views() > 0);
    assertFound("&funnel=buying:never_entered", one -> one.views() == 0);
    assertFound(
        "&funnel=buying:Looks&where=" + coded("metric.views_1h<1") + "&where=" + coded("trait.plan=silver"),
        one -> one.views() > 0 && one.recent() < 1 && one.plan().equals("silver"));
  }

  @Test
  void pages_follow_each_other_in_order_without_a_hole_or_a_repeat() {
    Comparator<Somebody> byId = Comparator.comparing(one -> one.id().toString());
    assertOrder("sort=lastSeen", Comparator.comparing(Somebody::lastSeen).reversed().thenComparing(byId));
    assertOrder("sort=lastSeen&order=asc", Comparator.comparing(Somebody::lastSeen).thenComparing(byId));
    assertOrder("sort=spent", Comparator.comparing(Somebody::spent).reversed().thenComparing(byId));
    assertOrder("sort=purchases", Comparator.comparing(Somebody::purchases).reversed().thenComparing(byId));
    assertOrder("sort=metric.views_1h", Comparator.comparing(Somebody::recent).reversed().thenComparing(byId));
  }

  @Test
  void a_cursor_is_over_with_its_generation_and_good_for_its_question_only() throws Exception {
    String cursor = page("limit=10&sort=purchases").path("next").asString();
    assertThat(service.get("/v1/profiles?limit=10&cursor=" + cursor).statusCode()).isEqualTo(400);
    assertThat(service.get("/v1/profiles?limit=10&sort=purchases&cursor=" + cursor).statusCode()).isEqualTo(200);
    service.rebuild("profile");
    var answer = service.get("/v1/profiles?limit=10&sort=purchases&cursor=" + cursor);
    assertThat(answer.statusCode()).isEqualTo(410);
    assertThat(Service.json(answer).path("type").asString()).endsWith("/cursor-expired");
    assertThat(page("limit=0").path("count").asLong()).isEqualTo(PEOPLE);
  }

  @Test
  void what_is_not_asked_for_rightly_is_told() {
    for (String wrong :
        List.of("where=plan", "where=" + coded("colour.x=1"), "where=" + coded("metric.nothing>1"), "sort=height",
            "order=up", "limit=-1", "limit=1001", "cursor=x", "funnel=buying:Sings", "funnel=none:Looks",
            "lastSeenAfter=yesterday", "audience=x")) {
      assertThat(service.get("/v1/profiles?" + wrong).statusCode()).as(wrong).isEqualTo(400);
    }
  }

  private static void assertFound(String conditions, Predicate<Somebody> truth) {
    List<String> wanted = people.stream().filter(truth).map(one -> one.id().toString()).sorted().toList();
    JsonNode page = page("limit=1000&sort=firstSeen" + conditions);
    assertThat(page.path("count").asLong()).as(conditions).isEqualTo(wanted.size());
    assertThat(page.path("evaluatedAt").asString()).isNotEmpty();
    List<String> found = new ArrayList<>(ids(page));
    if (!page.path("next").isNull()) {
      found.addAll(ids(page("limit=1000&sort=firstSeen" + conditions + "&cursor=" + page.path("next").asString())));
    }
    Collections.sort(found);
    assertThat(found).as(conditions).isEqualTo(wanted);
  }

  private static void assertOrder(String sort, Comparator<Somebody> order) {
    List<String> found = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = page("limit=170&" + sort + cursor);
      found.addAll(ids(page));
      cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asString();
    } while (!cursor.isEmpty());
    assertThat(found).as(sort).isEqualTo(people.stream().sorted(order).map(one -> one.id().toString()).toList());
  }

  private static List<String> ids(JsonNode page) {
    List<String> ids = new ArrayList<>();
    page.path("profiles").forEach(one -> ids.add(one.path("id").asString()));
    return ids;
  }

  private static JsonNode page(String question) {
    return service.json("/v1/profiles?min-position=" + position + "&" + question);
  }

  private static Match match(String interaction) {
    return new Match(interaction, List.of());
  }

  private static void define(DefinitionEvent event) {
    town.relay().happens(UUID.nameUUIDFromBytes(event.key().getBytes(StandardCharsets.UTF_8)), event, now);
  }

  private static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
