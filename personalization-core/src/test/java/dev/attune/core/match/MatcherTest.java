package dev.attune.core.match;

import dev.attune.contracts.DefinitionEvent.Comparison;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.DefinitionEvent.PropertyTest;
import dev.attune.contracts.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.attune.contracts.DefinitionEvent.Comparison.AT_LEAST;
import static dev.attune.contracts.DefinitionEvent.Comparison.CONTAINS;
import static dev.attune.contracts.DefinitionEvent.Comparison.EQUAL;
import static dev.attune.contracts.DefinitionEvent.Comparison.EXISTS;
import static dev.attune.contracts.DefinitionEvent.Comparison.LESS;
import static dev.attune.contracts.DefinitionEvent.Comparison.MISSING;
import static dev.attune.contracts.DefinitionEvent.Comparison.NOT_EQUAL;
import static dev.attune.contracts.DefinitionEvent.Comparison.ONE_OF;
import static dev.attune.core.People.decimal;
import static dev.attune.core.People.did;
import static org.assertj.core.api.Assertions.assertThat;

class MatcherTest {

  @Test
  void an_interaction_is_meant_by_its_name_or_by_any() {
    assertThat(matches(new Match("purchase", List.of()), Map.of())).isTrue();
    assertThat(matches(new Match("product_view", List.of()), Map.of())).isFalse();
    assertThat(matches(new Match(null, List.of()), Map.of())).isTrue();
  }

  @Test
  void all_conditions_must_hold() {
    Match match =
        new Match(
            "purchase",
            List.of(new PropertyTest("a", EQUAL, List.of(Value.of(1))), new PropertyTest("b", EXISTS, List.of())));

    assertThat(matches(match, Map.of("a", Value.of(1), "b", Value.of(2)))).isTrue();
    assertThat(matches(match, Map.of("a", Value.of(1)))).isFalse();
    assertThat(matches(match, Map.of("a", Value.of(2), "b", Value.of(2)))).isFalse();
  }

  /** Each comparison of two numbers, written as whole numbers and as decimals, agrees with what they are worth. */
  @ParameterizedTest
  @CsvSource({
    "5, 5, 0", "5, 5.00, 0", "5.0, 5, 0", "5.0, 5.00, 0", "4, 4.5, -1", "5, 4.5, 1", "-4, -4.5, 1", "-5, -4.5, -1",
    "9223372036854775807, 9223372036854775807.5, -1", "9223372036854775807, 9223372036854775808, -1",
    "-9223372036854775808, -9223372036854775808, 0", "-9223372036854775808, -9223372036854775809, 1",
    "-9223372036854775808, -9223372036854775807.5, -1", "0, 1E-30, -1", "0, -1E-30, 1", "1e100, 9, 1", "7, 1e100, -1",
    "7, -1e100, 1", "0.1, 0.10, 0", "9007199254740993, 9007199254740992, 1"
  })
  void numbers_compare_by_worth(String actual, String wanted, int order) {
    Value is = number(actual);
    Value than = number(wanted);
    assertThat(holds(EQUAL, is, than)).isEqualTo(order == 0);
    assertThat(holds(NOT_EQUAL, is, than)).isEqualTo(order != 0);
    assertThat(holds(ONE_OF, is, Value.of("x"), than)).isEqualTo(order == 0);
    assertThat(holds(LESS, is, than)).isEqualTo(order < 0);
    assertThat(holds(Comparison.AT_MOST, is, than)).isEqualTo(order <= 0);
    assertThat(holds(Comparison.GREATER, is, than)).isEqualTo(order > 0);
    assertThat(holds(AT_LEAST, is, than)).isEqualTo(order >= 0);
  }

  @Test
  void texts_compare_as_they_are() {
    assertThat(holds(EQUAL, Value.of("Apple"), Value.of("apple"))).isFalse();
    assertThat(holds(LESS, Value.of("10"), Value.of("9"))).isTrue();
    assertThat(holds(AT_LEAST, Value.of("b"), Value.of("a"))).isTrue();
  }

  @Test
  void a_number_and_a_text_are_different_and_in_no_order() {
    for (Comparison comparison : List.of(EQUAL, LESS, AT_LEAST, Comparison.GREATER, Comparison.AT_MOST)) {
      assertThat(holds(comparison, Value.of("5"), Value.of(5))).as(comparison.name()).isFalse();
      assertThat(holds(comparison, Value.of(5), Value.of("5"))).as(comparison.name()).isFalse();
    }
    assertThat(holds(NOT_EQUAL, Value.of("5"), Value.of(5))).isTrue();
    assertThat(holds(LESS, Value.of(false), Value.of(true))).isFalse();
    assertThat(holds(EQUAL, Value.of(true), Value.of(true))).isTrue();
  }

  @Test
  void a_missing_property_and_a_null_hold_for_missing_alone() {
    for (Comparison comparison : Comparison.values()) {
      Match match = new Match("purchase", List.of(new PropertyTest("p", comparison, List.of(Value.of("x")))));
      assertThat(matches(match, Map.of())).as(comparison.name()).isEqualTo(comparison == MISSING);
      assertThat(matches(match, Map.of("p", Value.NOTHING))).as(comparison.name()).isEqualTo(comparison == MISSING);
    }
    assertThat(holds(EXISTS, Value.of(0))).isTrue();
    assertThat(holds(MISSING, Value.of(0))).isFalse();
  }

  @Test
  void a_text_contains_a_part_and_a_list_an_item() {
    Value list = new Value.Items(List.of(Value.of("red"), decimal("5.0")));
    assertThat(holds(CONTAINS, Value.of("running shoes"), Value.of("shoe"))).isTrue();
    assertThat(holds(CONTAINS, Value.of("running shoes"), Value.of("Shoe"))).isFalse();
    assertThat(holds(CONTAINS, list, Value.of("red"))).isTrue();
    assertThat(holds(CONTAINS, list, Value.of(5))).isTrue();
    assertThat(holds(CONTAINS, list, Value.of("re"))).isFalse();
    assertThat(holds(CONTAINS, Value.of(55), Value.of(5))).isFalse();
  }

  @Test
  void a_dotted_path_leads_into_objects() {
    Match match = new Match(null, List.of(new PropertyTest("to.country", EQUAL, List.of(Value.of("DE")))));
    assertThat(matches(match, Map.of("to", new Value.Fields(Map.of("country", Value.of("DE")))))).isTrue();
    assertThat(matches(match, Map.of("to", Value.of("DE")))).isFalse();
    assertThat(matches(match, Map.of("to.country", Value.of("DE")))).isFalse();
  }

  @Test
  void the_index_names_what_may_mean_an_interaction_in_order() {
    ByName<String> index =
        ByName.of(
            List.of("views", "all", "both", "buys"),
            thing -> switch (thing) {
              case "views" -> List.of(Matcher.of(new Match("product_view", List.of())));
              case "all" -> List.of(Matcher.of(new Match(null, List.of())));
              case "both" ->
                  List.of(
                      Matcher.of(new Match("product_view", List.of())), Matcher.of(new Match("purchase", List.of())));
              default -> List.of(Matcher.of(new Match("purchase", List.of())));
            });
    assertThat(index.of("product_view")).containsExactly("views", "all", "both");
    assertThat(index.of("purchase")).containsExactly("all", "both", "buys");
    assertThat(index.of("search")).containsExactly("all");
  }

  private static boolean holds(Comparison comparison, Value actual, Value... wanted) {
    return matches(
        new Match("purchase", List.of(new PropertyTest("p", comparison, List.of(wanted)))), Map.of("p", actual));
  }

  private static boolean matches(Match match, Map<String, Value> properties) {
    return Matcher.of(match).matches(did("purchase", properties));
  }

  private static Value number(String text) {
    try {
      return Value.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return decimal(text);
    }
  }
}
