package dev.attune.command.definition;

import dev.attune.command.definition.DefinitionFile.Audience;
import dev.attune.command.definition.DefinitionFile.Funnel;
import dev.attune.command.definition.DefinitionFile.Metric;
import dev.attune.command.definition.DefinitionFile.Shop;
import dev.attune.command.definition.InvalidDefinitionsException.Flaw;
import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.DefinitionEvent.Comparison;
import dev.attune.contracts.DefinitionEvent.FunnelStep;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.DefinitionEvent.PropertyTest;
import dev.attune.contracts.value.Value;
import dev.attune.core.rule.Rules;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class InsightReaderTest {

  private final DefinitionParser parser = new DefinitionParser(new Rules(), Rules.ofPeople());

  @Test
  void a_whole_file_of_insights_is_read() {
    DefinitionFile file =
        parse(
            """
            shop: {zone: Europe/Berlin, currency: EUR}
            metrics:
              views-24h: {title: Views, of: product_view, window: 24h}
              spent: {of: purchase, aggregation: sum, property: revenue, window: lifetime}
              brands:
                of: any
                aggregation: top
                property: brand
                top: 5
                window: 30d
                where: {brand: {exists: true}, price: {at-least: 10.50, less: 100}, colour: [red, 5]}
            funnels:
              buying:
                within: 7d
                segments: [source, properties.brand]
                steps:
                  - {name: look, of: product_view}
                  - of: purchase
                    where: [{property: price, at-least: 10}, {brand: apple}]
                    unless: [cart_cleared, {of: refund, where: {whole: true}}]
            audiences:
              keen: {title: Keen, rule: "profile.metrics['views-24h'] >= 3"}
            """);

    assertThat(file.shop()).isEqualTo(new Shop("Europe/Berlin", "EUR"));
    Match views = new Match("product_view", List.of());
    assertThat(file.metrics())
        .containsEntry("views-24h", new Metric("Views", views, Aggregation.COUNT, null, 0, 86_400))
        .containsEntry("spent", new Metric("spent", match("purchase"), Aggregation.SUM, "revenue", 0, 0));
    assertThat(file.metrics().get("brands"))
        .isEqualTo(
            new Metric(
                "brands",
                new Match(
                    null,
                    List.of(
                        test("brand", Comparison.EXISTS),
                        test("price", Comparison.AT_LEAST, Value.of(new BigDecimal("10.5"))),
                        test("price", Comparison.LESS, Value.of(100)),
                        test("colour", Comparison.ONE_OF, Value.of("red"), Value.of(5)))),
                Aggregation.TOP, "brand", 5, 30 * 86_400));
    FunnelStep purchase =
        new FunnelStep(
            "purchase",
            new Match(
                "purchase",
                List.of(
                    test("price", Comparison.AT_LEAST, Value.of(10)),
                    test("brand", Comparison.EQUAL, Value.of("apple")))),
            List.of(
                match("cart_cleared"),
                new Match("refund", List.of(test("whole", Comparison.EQUAL, Value.of(true))))));
    assertThat(file.funnels())
        .containsEntry(
            "buying",
            new Funnel(
                "buying", List.of(new FunnelStep("look", views, List.of()), purchase), 7 * 86_400,
                List.of("source", "properties.brand")));
    assertThat(file.audiences()).containsEntry("keen", new Audience("Keen", "profile.metrics['views-24h'] >= 3"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shop: {zone: Mars/Olympus, currency: EUR} | shop.zone",
        "shop: {zone: '+01:00', currency: EUR} | shop.zone",
        "shop: {zone: UTC, currency: euro} | shop.currency",
        "metrics: {m: {window: 24h}} | metrics.m.of",
        "metrics: {m: {of: x}} | metrics.m.window",
        "metrics: {m: {of: x, window: 59s}} | metrics.m.window",
        "metrics: {m: {of: x, window: 366d}} | metrics.m.window",
        "metrics: {m: {of: x, window: 24}} | metrics.m.window",
        "metrics: {m: {of: x, window: 1w}} | metrics.m.window",
        "metrics: {m: {of: x, window: 24h, aggregation: median}} | metrics.m.aggregation",
        "metrics: {m: {of: x, window: 24h, aggregation: sum}} | metrics.m.property",
        "metrics: {m: {of: x, window: 24h, property: price}} | metrics.m.property",
        "metrics: {m: {of: x, window: 24h, aggregation: sum, property: a..b}} | metrics.m.property",
        "metrics: {m: {of: x, window: 24h, aggregation: top, property: a}} | metrics.m.top",
        "metrics: {m: {of: x, window: 24h, aggregation: top, property: a, top: 101}} | metrics.m.top",
        "metrics: {m: {of: x, window: 24h, top: 3}} | metrics.m.top",
        "metrics: {m: {of: x, window: 24h, where: {a: {about: 5}}}} | metrics.m.where.a.about",
        "metrics: {m: {of: x, window: 24h, where: {a: {less: true}}}} | metrics.m.where.a.less",
        "metrics: {m: {of: x, window: 24h, where: {a: {exists: false}}}} | metrics.m.where.a.exists",
        "metrics: {m: {of: x, window: 24h, where: {a: []}}} | metrics.m.where.a",
        "metrics: {m: {of: x, window: 24h, where: {a: }}} | metrics.m.where.a",
        "funnels: {f: {steps: [{of: a}, {of: b}]}} | funnels.f.within",
        "funnels: {f: {within: 1h, steps: [{of: a}]}} | funnels.f.steps",
        "funnels: {f: {within: 1h, steps: [{of: a}, {of: a}]}} | funnels.f.steps[1]",
        "funnels: {f: {within: 1h, steps: [{of: a, unless: [b]}, {of: c}]}} | funnels.f.steps",
        "funnels: {f: {within: 1h, steps: [{of: a}, {of: b, unless: ['']}]}} | funnels.f.steps[1].unless[0].of",
        "funnels: {f: {within: 1h, segments: [device], steps: [{of: a}, {of: b}]}} | funnels.f.segments",
        "audiences: {a: {title: x}} | audiences.a.rule",
        "audiences: {a: {rule: 'profile.metrics.gone > 1'}} | audiences.a.rule",
        "audiences: {a: {rule: 'context.device == \"phone\"'}} | audiences.a.rule",
        "audiences: {a: {rule: 'int(now) > 5'}} | audiences.a.rule"
      })
  void a_flaw_is_told_where_it_is(String yaml, String where) {
    assertThat(flaws(yaml)).extracting(Flaw::where).containsExactly(where);
  }

  @Test
  void all_flaws_are_told_at_once() {
    assertThat(
            flaws(
                """
                shop: {zone: x, currency: y}
                metrics: {"bad key": {}, m: {of: x, window: 1}}
                funnels: {f: {steps: []}}
                audiences: {a: {rule: "profile.metrics.n > 1 && now.getSeconds() == 1"}}
                offers: {o: {}}
                """))
        .hasSizeGreaterThanOrEqualTo(9);
  }

  @Test
  void a_metric_in_force_need_not_stand_in_the_file() {
    assertThat(parser.parse("audiences: {a: {rule: 'profile.metrics.n > 1'}}", Set.of("n")).audiences()).hasSize(1);
  }

  @Test
  void the_demos_shop_is_without_a_flaw() throws Exception {
    DefinitionFile file = parse(Files.readString(Path.of("../infra/demo/shop.yaml")));
    assertThat(file.metrics()).hasSize(10);
    assertThat(file.funnels()).hasSize(3);
    assertThat(file.audiences()).hasSize(5);
  }

  private static Match match(String interaction) {
    return new Match(interaction, List.of());
  }

  private static PropertyTest test(String property, Comparison comparison, Value... values) {
    return new PropertyTest(property, comparison, List.of(values));
  }

  private DefinitionFile parse(String yaml) {
    return parser.parse(yaml, Set.of());
  }

  private List<Flaw> flaws(String yaml) {
    InvalidDefinitionsException thrown =
        catchThrowableOfType(InvalidDefinitionsException.class, () -> parse(yaml));
    assertThat(thrown).as("the file should have been refused").isNotNull();
    return thrown.flaws();
  }
}
