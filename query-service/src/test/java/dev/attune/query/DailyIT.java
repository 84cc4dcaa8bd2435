package dev.attune.query;

import dev.attune.contracts.DefinitionEvent.ShopConfigured;
import dev.attune.query.fixture.Clicks;
import dev.attune.query.fixture.Clicks.Click;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.Service;
import dev.attune.query.fixture.Town;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Figures by day over HTTP, on a real broker and an in-memory view store. */
class DailyIT {

  private static final UUID ADA = new UUID(9, 1);
  private static final ShopConfigured TOKYO = new ShopConfigured("shop", 1, "Asia/Tokyo", "JPY");

  @Test
  void real_clicks_are_counted_as_a_plain_calculation_counts_them_also_after_a_rebuild() throws Exception {
    List<Click> clicks = Clicks.all();
    try (Town town = new Town()) {
      Clicks.happen(clicks, town.relay());
      town.relay().happens(new UUID(9, 9), new ShopConfigured("shop", 1, "America/New_York", "USD"), Happenings.NOON);
      long position = town.announce();
      try (Service service = new Service(town)) {
        assertTruth(service, clicks, ZoneId.of("America/New_York"), position);
        assertThat(service.get("/actuator/prometheus").body())
            .contains("attune_projection_cache_hit_ratio{generation=\"1\",projection=\"daily\",view=\"daily\"}")
            .contains("attune_projection_cache_bytes{")
            .contains("attune_projection_cache_states{");
        service.rebuild("daily");
        assertTruth(service, clicks, ZoneId.of("America/New_York"), position);
      }
    }
  }

  @Test
  void the_shops_zone_decides_on_the_day_and_a_change_of_it_counts_all_again() throws Exception {
    try (Town town = new Town();
        Service service = service(town)) {
      Instant evening = Instant.parse("2026-03-01T22:00:00Z");
      town.relay().happens(ADA, Happenings.purchase("m1", "1.10", evening), evening);
      town.relay().happens(ADA, Happenings.purchase("m2", "2.205", Instant.parse("2026-03-02T01:00:00Z")), evening);
      town.relay().happens(ADA, Happenings.view("m3", "p", Instant.parse("2026-03-02T01:00:00Z")), evening);
      String question = "/v1/daily?from=2026-03-01&to=2026-03-02&by=category&min-position=" + town.announce();
      JsonNode utc = service.json(question);
      assertThat(utc.path("zone").asString()).isEqualTo("UTC");
      assertThat(utc.path("days")).hasSize(1);
      assertThat(utc.at("/all/count").asLong()).isEqualTo(3);
      assertThat(utc.at("/all/revenue/EUR").decimalValue()).isEqualTo(new BigDecimal("3.305"));
      assertThat(utc.at("/values/0/value").isNull()).as("purchases without a category").isTrue();
      assertThat(utc.at("/values/0/count").asLong()).isEqualTo(2);
      assertThat(utc.at("/values/1/value").asString()).isEqualTo("shoes");

      town.relay().happens(new UUID(9, 9), TOKYO, Happenings.NOON);
      town.announce();
      Town.eventually(() -> service.json(question).path("zone").asString().equals("Asia/Tokyo"));
      assertThat(service.json(question).at("/days/0/day").asString()).isEqualTo("2026-03-02");

      for (String wrong : List.of("by=colour", "from=2026-03-02&to=2026-03-01", "from=2020-01-01", "to=yesterday")) {
        assertThat(service.get("/v1/daily?" + wrong).statusCode()).as(wrong).isEqualTo(400);
      }
    }
  }

  private static Service service(Town town) throws InterruptedException {
    town.announce();
    return new Service(town);
  }

  private static void assertTruth(Service service, List<Click> clicks, ZoneId zone, long position) {
    String question = "/v1/daily?from=2019-09-29&to=2019-10-02&min-position=%d&by=".formatted(position);
    JsonNode types = service.json(question + "type");
    assertThat(types.path("zone").asString()).isEqualTo(zone.getId());
    assertThat(counts(types.path("values"))).isEqualTo(counted(clicks, Click::name));
    assertThat(counts(service.json(question + "category").path("values"))).isEqualTo(counted(clicks, Click::category));
    assertThat(counts(service.json(question + "source").path("values")))
        .isEqualTo(Map.of(Happenings.SHOP.toString(), (long) clicks.size()));
    Map<LocalDate, BigDecimal> revenue = new TreeMap<>();
    Map<LocalDate, Long> events = new TreeMap<>();
    for (Click click : clicks) {
      LocalDate day = LocalDate.ofInstant(click.at(), zone);
      events.merge(day, 1L, Long::sum);
      if (click.name().equals("purchase")) {
        revenue.merge(day, click.price(), BigDecimal::add);
      }
    }
    assertThat(types.path("days")).hasSize(events.size());
    for (JsonNode day : types.path("days")) {
      LocalDate date = LocalDate.parse(day.path("day").asString());
      assertThat(day.at("/all/count").asLong()).isEqualTo(events.get(date));
      assertThat(day.at("/all/revenue/USD").decimalValue()).isEqualByComparingTo(revenue.get(date));
    }
    String top =
        counted(clicks, Click::category).entrySet().stream()
            .filter(one -> !one.getKey().isEmpty())
            .max(Map.Entry.comparingByValue())
            .orElseThrow()
            .getKey();
    JsonNode first = service.json(question + "category").at("/values");
    assertThat(List.of(first.at("/0/value").asString(), first.at("/1/value").asString())).contains(top);
  }

  private static Map<String, Long> counted(List<Click> clicks, Function<Click, String> by) {
    return clicks.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
  }

  private static Map<String, Long> counts(JsonNode values) {
    Map<String, Long> counts = new HashMap<>();
    for (JsonNode value : values) {
      counts.put(value.path("value").isNull() ? "" : value.path("value").asString(), value.path("count").asLong());
    }
    return counts;
  }
}
