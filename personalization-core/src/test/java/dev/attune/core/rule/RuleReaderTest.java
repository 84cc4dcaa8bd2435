package dev.attune.core.rule;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RuleReaderTest {

  private final Rules rules = Rules.ofPeople();

  @Test
  void the_fields_and_metrics_that_a_rule_names_are_found() {
    Reading reading =
        rules.read(
            "profile.metrics.views > 1 && has(profile.metrics.spent) && 'a-b' in profile.metrics"
                + " && profile.metrics['c.d'] > 2 && 'red' in profile.traits.colours && profile['known']");
    assertThat(reading.flaws()).isEmpty();
    assertThat(reading.metrics()).containsExactly("a-b", "c.d", "spent", "views");
    assertThat(reading.fields()).containsExactly("known", "metrics", "traits");
    assertThat(reading.asksForNow()).isFalse();
  }

  @Test
  void what_a_rule_makes_of_the_time_is_found() {
    Reading reading =
        rules.read(
            "now - profile.last_seen > duration('1h30m') || now > timestamp('2026-01-31T00:00:00+01:00')"
                + " || now.getHours('Europe/Berlin') > 8"
                + " || profile.categories.exists(c, c == 'x' && now < profile.first_seen)");
    assertThat(reading.flaws()).isEmpty();
    assertThat(reading.asksForNow()).isTrue();
    assertThat(reading.durations()).containsExactly(Duration.ofMinutes(90));
    assertThat(reading.moments()).containsExactly(Instant.parse("2026-01-30T23:00:00Z"));
    assertThat(reading.grain()).isEqualTo(Duration.ofMinutes(15));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int(now) > 5",
        "string(now) == 'x'",
        "[now].exists(t, t > profile.last_seen)",
        "(profile.known ? now : profile.last_seen) > profile.first_seen",
        "now - profile.last_seen > profile.last_seen - profile.first_seen",
        "now - profile.last_seen > duration('1h') + duration('1h') + duration('1h')",
        "now - profile.last_seen > duration(profile.traits.patience)",
        "now > timestamp('tomorrow')",
        "now.getSeconds() == 5",
        "profile.metrics.size() > 0",
        "profile.metrics[profile.traits.best] > 1",
        "profile.size() > 1",
        "profile.birthday == 'x'",
        "profile.exists(field, field == 'x')"
      })
  void what_cannot_be_foreseen_or_is_not_known_is_a_flaw(String rule) {
    assertThat(rules.problem(rule)).isNull();
    assertThat(rules.read(rule).flaws()).isNotEmpty();
  }

  @Test
  void rules_about_people_know_nothing_of_decisions() {
    assertThat(rules.problem("context.device == 'phone'")).contains("context");
    assertThat(rules.problem("placement == 'hero'")).contains("placement");
    assertThat(new Rules().problem("placement == 'hero' && context.device == 'phone'")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"720h", "1h30m", "1.5s", "0", "-2h", "+3m", "100ms", "7us", "1ns"})
  void durations_are_read_as_cel_reads_them(String written) {
    Duration duration = Durations.absolute(written);
    String rule = "duration('%s') == duration('%ss') || duration('%s') == duration('-%ss')";
    String seconds = BigDecimal.valueOf(duration.toNanos(), 9).toPlainString();
    assertThat(rules.evaluate(rule.formatted(written, seconds, written, seconds), Map.of()))
        .isInstanceOf(Verdict.Holds.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "h", "1d", "1h 3m", "9999999999999999h", "PT1H"})
  void what_is_no_duration_is_not_read(String written) {
    assertThat(Durations.absolute(written)).isNull();
  }
}
