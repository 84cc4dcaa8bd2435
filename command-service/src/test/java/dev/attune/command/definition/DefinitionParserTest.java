package dev.attune.command.definition;

import dev.attune.command.definition.InvalidDefinitionsException.Flaw;
import dev.attune.contracts.value.Value;
import dev.attune.core.rule.Rules;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DefinitionParserTest {

  private final DefinitionParser parser = new DefinitionParser(new Rules(), Rules.ofPeople());

  @Test
  void a_whole_file_is_read() {
    DefinitionFile file =
        parse(
            """
            policy: {offersPerSession: 2}
            placements:
              home-hero: {fallback: {title: Welcome}}
              cart: {}
            offers:
              summer-10:
                placements: [home-hero, cart]
                priority: 50
                eligibility: "'purchase' in profile.counts"
                content: {title: Ten off, discount: 10.50}
            """);

    assertThat(file.offersPerSession()).isEqualTo(2);
    assertThat(file.placements()).containsOnlyKeys("home-hero", "cart");
    assertThat(file.placements().get("cart").fallback()).isNull();
    DefinitionFile.Offer offer = file.offers().get("summer-10");
    assertThat(offer.placements()).containsExactly("cart", "home-hero");
    assertThat(offer.content()).containsEntry("discount", Value.of(new BigDecimal("10.5")));
  }

  @Test
  void every_flaw_is_told_with_its_place() {
    List<Flaw> flaws =
        flaws(
            """
            policy: {offersPerSession: many}
            placement: {}
            offers:
              "bad key":
                content: {}
              summer-10:
                placements: []
                priority: 1.5
                eligibility: "profile.counts >"
                colour: red
            """);

    assertThat(flaws)
        .extracting(Flaw::where)
        .containsExactlyInAnyOrder(
            "placement",
            "policy.offersPerSession",
            "offers.bad key",
            "offers.summer-10.colour",
            "offers.summer-10.placements",
            "offers.summer-10.priority",
            "offers.summer-10.eligibility",
            "offers.summer-10.content");
  }

  @Test
  void what_is_no_yaml_is_one_flaw() {
    assertThat(flaws("offers: [unclosed")).singleElement().extracting(Flaw::what).asString().contains("no YAML");
  }

  @Test
  void yaml_cannot_make_objects() {
    assertThat(flaws("offers: !!javax.script.ScriptEngineManager [x]")).hasSize(1);
  }

  @Test
  void a_rule_that_is_not_true_or_false_is_refused() {
    assertThat(
            flaws("offers: {a: {placements: [p], content: {}, eligibility: '1 + 1'}}"))
        .singleElement()
        .extracting(Flaw::where)
        .isEqualTo("offers.a.eligibility");
  }

  private DefinitionFile parse(String yaml) {
    return parser.parse(yaml, Set.of());
  }

  private List<Flaw> flaws(String yaml) {
    InvalidDefinitionsException thrown =
        catchThrowableOfType(InvalidDefinitionsException.class, () -> parser.parse(yaml, Set.of()));
    assertThat(thrown).as("the file should have been refused").isNotNull();
    return thrown.flaws();
  }
}
