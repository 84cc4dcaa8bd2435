package dev.attune.command.definition;

import dev.attune.command.RunningService;
import dev.attune.command.RunningService.Answer;
import dev.attune.eventstore.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class DefinitionIT {

  private static final String[] ADMIN = {"Authorization", "Bearer " + RunningService.ADMIN_KEY};

  private static final String INSIGHTS =
      """
      shop: {zone: Europe/Berlin, currency: EUR}
      metrics:
        views: {of: product_view, where: {price: {at-least: 10.5}}, window: 24h}
        spent: {of: purchase, aggregation: sum, property: revenue, window: lifetime}
      funnels:
        buying:
          within: 7d
          segments: [source]
          steps: [{of: product_view}, {name: Buys, of: purchase, unless: [cart_cleared]}]
      audiences:
        keen: {title: Keen, rule: profile.metrics.views >= 3}
      """;

  private TestDatabase database;
  private RunningService service;

  @BeforeEach
  void start() {
    database = TestDatabase.create();
    service = RunningService.on(database);
  }

  @AfterEach
  void stop() {
    service.close();
    database.close();
  }

  @Test
  void insights_are_applied_shown_and_withdrawn() {
    assertThat(inForce().at("/shop/zone").asString()).isEqualTo("UTC");
    Answer applied = define(INSIGHTS, false);
    assertThat(applied.status()).as(applied.body()).isEqualTo(200);
    assertThat(applied.json().at("/applied")).hasSize(5);
    assertThat(define(INSIGHTS, true).json().at("/unchanged").asInt()).isEqualTo(5);

    JsonNode inForce = inForce();
    assertThat(inForce.at("/shop/zone").asString()).isEqualTo("Europe/Berlin");
    assertThat(inForce.at("/metrics/1/key").asString()).isEqualTo("views");
    assertThat(inForce.at("/metrics/1/seconds").asLong()).isEqualTo(86_400);
    assertThat(inForce.at("/metrics/1/of/where/0/values/0").decimalValue()).isEqualByComparingTo("10.5");
    assertThat(inForce.at("/funnels/0/steps/1/unless/0/interaction").asString()).isEqualTo("cart_cleared");
    assertThat(inForce.at("/audiences/0/rule").asString()).isEqualTo("profile.metrics.views >= 3");

    Answer needed = define("metrics: {other: {of: any, window: 1h}}\naudiences: {a: {rule: profile.metrics.views > 1}}", true);
    assertThat(needed.status()).isEqualTo(422);
    assertThat(needed.json().at("/errors/0/where").asString()).isEqualTo("audiences.a.rule");
    assertThat(define("audiences: {a: {rule: profile.metrics.views > 1}}", false).status()).isEqualTo(200);

    assertThat(define("shop: {zone: UTC, currency: CHF}", true).status()).isEqualTo(200);
    JsonNode after = inForce();
    assertThat(after.at("/metrics")).isEmpty();
    assertThat(after.at("/funnels")).isEmpty();
    assertThat(after.at("/audiences")).isEmpty();
    assertThat(after.at("/shop/currency").asString()).isEqualTo("CHF");
    assertThat(define(INSIGHTS, false).json().at("/applied/1/version").asInt()).as("counted on").isEqualTo(3);
  }

  @Test
  void more_than_is_kept_is_refused_as_a_whole() {
    StringBuilder many = new StringBuilder("funnels:\n");
    for (int i = 0; i <= Coherence.MOST_FUNNELS; i++) {
      many.append("  f%d: {within: 1h, steps: [{of: a}, {of: b}]}\n".formatted(i));
    }
    Answer refused = define(many.toString(), false);
    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/where").asString()).isEqualTo("funnels");
    assertThat(inForce().at("/funnels")).isEmpty();
  }

  @Test
  void only_the_administrator_sees_the_definitions() {
    assertThat(service.get("/v1/definitions").status()).isEqualTo(401);
    JsonNode paths = service.get("/v3/api-docs").json().get("paths");
    assertThat(paths.at("/~1v1~1definitions").propertyNames()).contains("get", "put");
  }

  private JsonNode inForce() {
    Answer answer = service.get("/v1/definitions", ADMIN);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private Answer define(String yaml, boolean prune) {
    return service.put(
        "/v1/definitions?prune=" + prune, yaml, ADMIN[0], ADMIN[1], "Content-Type", "application/yaml");
  }
}
