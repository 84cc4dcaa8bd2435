package dev.attune.query;

import dev.attune.query.fixture.Clicks;
import dev.attune.query.fixture.Clicks.Click;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.Service;
import dev.attune.query.fixture.Town;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static dev.attune.query.fixture.Happenings.NOON;
import static org.assertj.core.api.Assertions.assertThat;

/** What goes together, over HTTP, on a real broker and an in-memory view store. */
class ProductIT {

  @Test
  void real_clicks_are_paired_as_a_plain_calculation_pairs_them_also_after_a_rebuild() throws Exception {
    List<Click> clicks = Clicks.all();
    try (Town town = new Town()) {
      Clicks.happen(clicks, town.relay());
      long position = town.announce();
      try (Service service = new Service(town)) {
        assertTruth(service, clicks, position);
        service.rebuild("product");
        assertTruth(service, clicks, position);
      }
    }
  }

  @Test
  void a_late_view_that_joins_two_visits_without_a_session_id_pairs_what_is_in_both() throws Exception {
    try (Town town = new Town()) {
      UUID ada = new UUID(5, 5);
      view(town, ada, "a", NOON);
      view(town, ada, "b", NOON.plusSeconds(1));
      view(town, ada, "a", NOON.plusSeconds(3_000));
      view(town, ada, "b", NOON.plusSeconds(3_001));
      view(town, ada, "c", NOON.plusSeconds(3_002));
      String question = "/v1/products/%s/viewed-together?min-position=%d";
      long position = town.announce();
      try (Service service = new Service(town)) {
        assertThat(counts(service.json(question.formatted("a", position)))).isEqualTo(Map.of("b", 2L, "c", 1L));
        view(town, ada, "d", NOON.plusSeconds(1_500));
        assertThat(counts(service.json(question.formatted("a", town.announce()))))
            .as("one visit now")
            .isEqualTo(Map.of("b", 1L, "c", 1L, "d", 1L));
        assertThat(service.json("/v1/products/nothing/bought-together").path("products")).isEmpty();
        assertThat(service.get("/v1/products/top?window=0d").statusCode()).isEqualTo(400);
        assertThat(service.get("/v1/products/top?interaction=search").statusCode()).isEqualTo(400);
        assertThat(service.get("/v1/products/a/bought-together?limit=0").statusCode()).isEqualTo(400);
      }
    }
  }

  private static void view(Town town, UUID person, String product, Instant at) {
    town.relay().happens(person, Happenings.view("m" + at.toEpochMilli(), product, at), at);
  }

  private static void assertTruth(Service service, List<Click> clicks, long position) {
    for (String kind : List.of("viewed", "bought")) {
      String name = kind.equals("viewed") ? "product_view" : "purchase";
      Map<String, Set<String>> sessions =
          clicks.stream()
              .filter(click -> click.name().equals(name))
              .collect(Collectors.groupingBy(
                  click -> click.person() + click.session(),
                  Collectors.mapping(Click::product, Collectors.toCollection(TreeSet::new))));
      assertThat(sessions.values()).as("within the bounds").allMatch(set -> set.size() <= 100);
      Map<String, Map<String, Long>> pairs = new HashMap<>();
      for (Set<String> products : sessions.values()) {
        for (String one : products) {
          for (String other : products) {
            if (!one.equals(other)) {
              pairs.computeIfAbsent(one, some -> new HashMap<>()).merge(other, 1L, Long::sum);
            }
          }
        }
      }
      assertThat(pairs).isNotEmpty();
      pairs.entrySet().stream()
          .sorted((one, other) -> Integer.compare(other.getValue().size(), one.getValue().size()))
          .limit(150)
          .forEach(one -> {
            JsonNode answer =
                service.json(
                    "/v1/products/%s/%s-together?limit=1000&min-position=%d".formatted(one.getKey(), kind, position));
            assertThat(answer.path("exact").asBoolean()).isTrue();
            assertThat(counts(answer)).as(one.getKey()).isEqualTo(one.getValue());
          });
    }
    Map<String, Long> phones =
        clicks.stream()
            .filter(click -> click.name().equals("purchase") && click.category().equals("electronics.smartphone"))
            .collect(Collectors.groupingBy(Click::product, Collectors.counting()));
    assertThat(phones).isNotEmpty();
    assertThat(counts(service.json(
            "/v1/products/top?interaction=purchase&category=electronics.smartphone&window=2d&to=2019-10-02&limit=1000")))
        .isEqualTo(phones);
  }

  private static Map<String, Long> counts(JsonNode answer) {
    Map<String, Long> counts = new HashMap<>();
    answer.path("products").forEach(one -> counts.put(one.path("product").asString(), one.path("count").asLong()));
    return counts;
  }
}
