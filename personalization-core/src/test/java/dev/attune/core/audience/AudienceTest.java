package dev.attune.core.audience;

import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.DefinitionEvent.AudiencePublished;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.Identity;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.value.Value;
import dev.attune.core.People;
import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.behaviour.BehaviourFold;
import dev.attune.core.behaviour.Happening;
import dev.attune.core.metric.Metric;
import dev.attune.core.metric.MetricState;
import dev.attune.core.metric.MetricValue;
import dev.attune.core.rule.PersonVariables;
import dev.attune.core.rule.Rules;
import dev.attune.core.rule.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.attune.core.People.NOON;
import static org.assertj.core.api.Assertions.assertThat;

class AudienceTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Rules RULES = Rules.ofPeople();
  private static final Map<String, Metric> METRICS =
      Map.of(
          "views_24h", metric("views_24h", "product_view", Aggregation.COUNT, Duration.ofHours(24)),
          "views_1h", metric("views_1h", "product_view", Aggregation.COUNT, Duration.ofHours(1)),
          "views-90d", metric("views-90d", "product_view", Aggregation.COUNT, Duration.ofDays(90)),
          "brands", metric("brands", "product_view", Aggregation.TOP, Duration.ofDays(2)),
          "last", metric("last", "product_view", Aggregation.LAST, Duration.ofHours(5)));

  /** Whatever happened, what is certain until a moment is so by brute force at all moments before it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "profile.known",
        "'purchase' in profile.counts && profile.counts.purchase >= 2",
        "profile.metrics.views_24h >= 3",
        "profile.metrics.views_1h >= 2 || profile.metrics['views-90d'] >= 6",
        "now - profile.last_seen > duration('720h')",
        "now - profile.last_seen <= duration('1h30m') && profile.metrics.views_1h > 0",
        "has(profile.first_seen) && now < profile.first_seen + duration('48h')",
        "now - duration('2h') - duration('30m') >= profile.last_seen",
        "has(profile.purchases.last) && now - profile.purchases.last > duration('24h')",
        "has(profile.sessions.last_end) && now - profile.sessions.last_end < duration('30m')",
        "now.getHours('Europe/Berlin') >= 22 || now.getHours('Europe/Berlin') < 6",
        "now.getDayOfWeek() == 6 && profile.metrics.views_24h > 0",
        "(now - profile.last_seen).getHours() >= 3",
        "(now - profile.first_seen).getMinutes() % 2 == 0",
        "timestamp('2026-03-02T06:30:00Z') < now",
        "now >= timestamp('2026-03-02T06:30:00.000001+01:00') - duration('90s')",
        "has(profile.traits.trial_ends) && timestamp(profile.traits.trial_ends) > now",
        "has(profile.metrics.last) && profile.metrics.last == 'b1'",
        "'brands' in profile.metrics && 'b0' in profile.metrics.brands",
        "profile.traits.plan == 'gold'"
      })
  void a_membership_is_certain_until_the_moment_it_tells(String rule) {
    Audience audience = audience(rule);
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      Person person = somebody(random);
      Instant now = NOON.plus(Duration.ofHours(12));
      for (int steps = 0; steps < 60; steps++) {
        Membership membership = audience.membership(person, now);
        assertThat(membership.member()).as("seed %d at %s", seed, now).isEqualTo(holds(rule, person, now));
        Instant until = membership.until();
        assertThat(until == null || until.isAfter(now)).isTrue();
        Instant end = until == null ? now.plus(Duration.ofDays(120)) : until;
        for (Instant moment : grid(random, now, end)) {
          assertThat(holds(rule, person, moment))
              .as("seed %d at %s, since %s", seed, moment, now)
              .isEqualTo(membership.member());
        }
        if (until == null) {
          break;
        }
        now = until;
      }
    }
  }

  @Test
  void who_stays_away_enters_at_the_very_microsecond() {
    Audience audience = audience("now - profile.last_seen > duration('720h')");
    Person person = person(List.of(event("product_view", NOON, "b1")));
    Instant enters = NOON.plus(Duration.ofHours(720)).plusNanos(1_000);

    assertThat(audience.membership(person, NOON)).isEqualTo(new Membership(false, null, enters));
    assertThat(audience.membership(person, enters)).isEqualTo(new Membership(true, null, null));
  }

  @Test
  void who_viewed_three_times_leaves_when_the_first_view_leaves_the_window() {
    Audience audience = audience("profile.metrics.views_24h >= 3");
    List<InteractionRecorded> events = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      events.add(event("product_view", NOON.plusSeconds(i), "b1"));
    }
    Membership membership = audience.membership(person(events), NOON.plusSeconds(60));

    assertThat(membership).isEqualTo(new Membership(true, null, NOON.plusSeconds(2).plus(Duration.ofHours(24))));
    assertThat(audience.metrics()).containsOnlyKeys("views_24h");
  }

  @Test
  void somebody_of_whom_nothing_is_known_is_no_member_and_it_is_said_why() {
    Membership membership =
        audience("now - profile.last_seen > duration('1h')").membership(person(List.of()), NOON);
    assertThat(membership.member()).isFalse();
    assertThat(membership.failure()).contains("last_seen");
    assertThat(membership.until()).isNull();
  }

  private static Audience audience(String rule) {
    assertThat(RULES.problem(rule)).isNull();
    assertThat(RULES.read(rule).flaws()).isEmpty();
    return Audience.of(new AudiencePublished("a", 1, "A", rule), RULES, METRICS);
  }

  private static boolean holds(String rule, Person person, Instant now) {
    Map<String, MetricValue> values = new TreeMap<>();
    METRICS.forEach((key, metric) -> values.put(key, person.metrics().get(key).value(metric, now)));
    return RULES.evaluate(rule, PersonVariables.of(person.profile(), person.behaviour(), values, now))
        instanceof Verdict.Holds;
  }

  private static List<Instant> grid(Random random, Instant from, Instant end) {
    List<Instant> grid = new ArrayList<>(List.of(end.minusNanos(1_000)));
    long micros = Duration.between(from, end).toNanos() / 1_000;
    for (int i = 0; i < 25; i++) {
      grid.add(from.plusNanos((long) (random.nextDouble() * micros) * 1_000));
    }
    for (Instant hour = from.plusSeconds(1); hour.isBefore(end) && grid.size() < 60; hour = hour.plusSeconds(3_600)) {
      grid.add(hour);
    }
    return grid;
  }

  private static Person somebody(Random random) {
    List<InteractionRecorded> events = new ArrayList<>();
    int size = 1 + random.nextInt(12);
    for (int i = 0; i < size; i++) {
      Instant at = NOON.plusMillis(random.nextInt(12 * 3_600 * 1_000)).minus(Duration.ofHours(random.nextInt(3) * 20L));
      events.add(event(random.nextInt(4) == 0 ? "purchase" : "product_view", at, "b" + random.nextInt(3)));
    }
    events.sort(Comparator.comparing(event -> event.times().received()));
    return person(events);
  }

  private static Person person(List<InteractionRecorded> events) {
    People people = People.ada().then(People.linked(Identity.user("u")));
    Behaviour behaviour = Behaviour.NONE;
    BehaviourFold fold = new BehaviourFold(BERLIN);
    Map<String, MetricState> states = new TreeMap<>();
    METRICS.forEach((key, metric) -> states.put(key, MetricState.empty(metric)));
    ProfileEvent told =
        People.told(Map.of("trial_ends", Value.of("2026-03-03T10:00:00+02:00"), "plan", Value.of("gold")));
    behaviour = fold.evolve(behaviour, Happening.of(told, NOON.minus(Duration.ofDays(300))));
    for (InteractionRecorded event : events) {
      Instant at = event.times().received();
      people.then(event, at);
      behaviour = fold.evolve(behaviour, Happening.of(event, at));
      METRICS.forEach((key, metric) -> states.put(key, states.get(key).with(metric, event, at, at)));
    }
    return new Person(people.profile(), behaviour, states);
  }

  private static InteractionRecorded event(String name, Instant at, String brand) {
    return People.did(name, null, at, Map.of("brand", Value.of(brand)));
  }

  private static Metric metric(String key, String interaction, Aggregation aggregation, Duration window) {
    return Metric.of(
        new MetricPublished(
            key, 1, key, new Match(interaction, List.of()), aggregation,
            aggregation == Aggregation.COUNT ? null : "brand", aggregation == Aggregation.TOP ? 2 : 0,
            window.toSeconds()),
        BERLIN);
  }
}
