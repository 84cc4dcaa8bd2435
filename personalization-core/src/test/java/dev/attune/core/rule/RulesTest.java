package dev.attune.core.rule;

import dev.attune.contracts.value.Value;
import dev.attune.core.profile.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.attune.core.People.NOON;
import static dev.attune.core.People.ada;
import static dev.attune.core.People.decimal;
import static dev.attune.core.People.purchase;
import static dev.attune.core.People.told;
import static dev.attune.core.People.viewed;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class RulesTest {

  private static final Profile ADA =
      ada()
          .then(viewed("p1", "shoes"))
          .then(purchase(decimal("12.50"), "EUR"))
          .then(
              told(
                  Map.of(
                      "plan", Value.of("gold"),
                      "age", Value.of(36),
                      "score", decimal("0.75"),
                      "nothing", Value.NOTHING,
                      "tags", new Value.Items(List.of(Value.of("a"), Value.of("b"))),
                      "address", new Value.Fields(Map.of("city", Value.of("Ulm"))))))
          .profile();

  private final Rules rules = new Rules();

  private Verdict verdict(String rule) {
    return rules.evaluate(
        rule, RuleVariables.of(ADA, "s-1", Map.of("device", Value.of("phone")), "hero", NOON));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "profile.traits.plan == 'gold'",
        "profile.traits.age > 30",
        "profile.traits.age > 30.5",
        "profile.traits.score < 1",
        "profile.traits.nothing == null",
        "'b' in profile.traits.tags",
        "profile.traits.address.city.startsWith('U')",
        "profile.counts.product_view == 1",
        "profile.spent.EUR >= 12.5",
        "profile.products.exists(p, p == 'p1')",
        "'shoes' in profile.categories",
        "!profile.known",
        "session.offers == 0 && session.id == 's-1'",
        "context.device == 'phone'",
        "placement == 'hero'",
        "now > timestamp('2026-01-01T00:00:00Z')",
        "now - profile.first_seen < duration('24h')",
        "now.getHours() == 12",
        "!has(profile.traits.missing) || profile.traits.missing == 1"
      })
  void rules_that_hold(String rule) {
    assertThat(verdict(rule)).as(rule).isEqualTo(new Verdict.Holds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "profile.traits.plan == 'free'", "profile.traits.age > 99", "profile.known"})
  void rules_that_do_not_hold(String rule) {
    assertThat(verdict(rule)).as(rule).isEqualTo(new Verdict.DoesNotHold());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "profile.traits.missing == 1",
        "!(profile.traits.missing == 1)",
        "context.nothing.here == 1",
        "profile.traits.plan > 1",
        "1 / 0 == 1",
        "9223372036854775807 + 1 > 0",
        "'text'",
        "profile.traits.plan",
        "unknown == 1",
        "profile.traits.plan ==",
        "profile.traits.plan.matches('(')",
        "system('rm')"
      })
  void rules_that_cannot_be_evaluated_make_nobody_eligible(String rule) {
    assertThat(verdict(rule)).as(rule).isInstanceOf(Verdict.Failed.class);
  }

  @Test
  void a_rule_that_iterates_without_end_is_stopped() {
    String ten = "[0,1,2,3,4,5,6,7,8,9]";
    String hostile =
        "%s.all(a, %s.all(b, %s.all(c, %s.all(d, %s.all(e, %s.all(f, true))))))".formatted(ten, ten, ten, ten, ten, ten);

    Instant before = Instant.now();
    assertThat(verdict(hostile)).isInstanceOf(Verdict.Failed.class);
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void a_rule_that_is_nested_without_end_is_refused_and_not_a_crash() {
    for (String open : List.of("(", "!(", "[", "-(")) {
      String hostile = open.repeat(900 / open.length()) + "true" + ")".repeat(500);
      assertThat(rules.problem(hostile)).as(open).isNotNull();
    }
  }

  @Test
  void a_rule_that_grows_without_end_is_refused() {
    assertThat(rules.problem("true" + " && true".repeat(1_000))).contains("longer than");
    assertThat(verdict("true" + " || true".repeat(240))).isEqualTo(new Verdict.Holds());
  }

  @Test
  void a_regular_expression_that_explodes_elsewhere_is_harmless_and_a_giant_one_is_refused() {
    assertThat(verdict("('" + "a".repeat(60) + "!').matches('^(a+)+$')")).isEqualTo(new Verdict.DoesNotHold());
    assertThat(verdict("'a'.matches('((a{1,30}){1,30}){1,30}')")).isInstanceOf(Verdict.Failed.class);
  }

  @Test
  void text_that_doubles_itself_in_a_loop_does_not_fill_the_memory() {
    String doubling = "[1,2,3,4,5,6,7,8].map(x, 'aaaaaaaaaaaaaaaa').all(t, (t + t + t + t).size() > 0)";

    assertThat(verdict(doubling)).isEqualTo(new Verdict.Holds());
  }

  @Test
  void what_is_wrong_is_said_to_the_one_who_wrote_it() {
    assertThat(rules.problem("profile.traits.plan == 'gold'")).isNull();
    assertThat(rules.problem("unknown == 1")).contains("unknown");
    assertThat(rules.problem("1 + 1")).isNotBlank();
  }
}
