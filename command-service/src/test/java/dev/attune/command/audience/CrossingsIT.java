package dev.attune.command.audience;

import dev.attune.command.audience.Crossers.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.command.audience.Crossers.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** Who enters and leaves audiences, told in a real log. */
class CrossingsIT {

  private static final String DEFINITIONS =
      """
      metrics:
        views: {title: Views, of: product_view, aggregation: count, window: 60s}
      audiences:
        keen: {title: Keen, rule: "profile.metrics.views >= 2"}
        buyers: {title: Buyers, rule: "profile.purchases.count >= 1"}
      """;

  private Crossers crossers;

  @BeforeEach
  void start() {
    crossers = new Crossers();
  }

  @AfterEach
  void stop() throws Exception {
    crossers.close();
  }

  @Test
  void entering_by_an_event_and_leaving_by_time_alone_are_each_told_once() throws Exception {
    crossers.define(DEFINITIONS);
    crossers.react();
    Instant began = Instant.now().minusSeconds(58);
    UUID ada = crossers.does("ada", "product_view", began).join();
    crossers.does("ada", "product_view", began.plusMillis(1)).join();
    crossers.does("bob", "product_view").join();

    eventually(() -> crossers.told().size() == 2);

    List<Told> told = crossers.told();
    assertThat(told).allSatisfy(one -> {
      assertThat(one.person()).isEqualTo(ada);
      assertThat(one.audience()).isEqualTo("keen");
      assertThat(one.definition()).isEqualTo(1);
    });
    assertThat(told).extracting(Told::entered).containsExactly(true, false);
    Instant recorded =
        crossers.log().stream().filter(one -> one.stream().equals(ada)).skip(2).findFirst().orElseThrow().recordedAt();
    assertThat(told.getFirst().at()).isEqualTo(recorded);
    assertThat(Duration.between(began, told.getLast().at()))
        .isBetween(Duration.ofMillis(59_999), Duration.ofMillis(60_001));
    Thread.sleep(500);
    assertThat(crossers.told()).hasSize(2);
  }

  @Test
  void a_new_or_changed_audience_tells_nothing_of_who_belongs_already() throws Exception {
    crossers.react();
    crossers.does("ada", "purchase").join();
    crossers.define(DEFINITIONS);
    crossers.settle();
    assertThat(crossers.told()).isEmpty();

    UUID bob = crossers.does("bob", "purchase").join();
    eventually(() -> crossers.told().size() == 1);
    assertThat(crossers.told().getFirst().person()).isEqualTo(bob);

    crossers.define(DEFINITIONS.replace("count >= 1", "count >= 1 && 'search' in profile.counts"));
    UUID cyd = crossers.does("cyd", "purchase").join();
    crossers.does("cyd", "search").join();
    crossers.does("bob", "search").join();
    eventually(() -> crossers.told().size() == 3);
    assertThat(crossers.told().subList(1, 3))
        .allSatisfy(one -> assertThat(one.definition()).isEqualTo(2))
        .extracting(Told::person)
        .containsExactly(cyd, bob);
  }

  @Test
  void what_crossed_while_nobody_looked_is_told_afterwards_as_of_when_it_was() throws Exception {
    crossers.define(DEFINITIONS);
    Reaction first = crossers.react();
    crossers.settle();
    first.stop();
    Instant began = Instant.now().minusSeconds(58);
    crossers.does("ada", "product_view", began).join();
    crossers.does("ada", "product_view", began).join();
    Thread.sleep(2_200);
    crossers.does("ada", "search").join();

    crossers.react();

    eventually(() -> crossers.told().size() == 2);
    assertThat(crossers.told()).extracting(Told::entered).containsExactly(true, false);
    assertThat(Duration.between(began, crossers.told().getLast().at()))
        .isBetween(Duration.ofMillis(59_999), Duration.ofMillis(60_001));
  }

  @Test
  void what_is_kept_can_be_thrown_away_and_nothing_is_told_twice() throws Exception {
    crossers.define(DEFINITIONS);
    Reaction first = crossers.react();
    for (int i = 0; i < 300; i++) {
      crossers.does("user-" + i % 250, i % 3 == 0 ? "purchase" : "product_view");
    }
    crossers.does("ada", "purchase").join();
    crossers.settle();
    first.stop();
    List<Told> before = crossers.told();
    assertThat(before).isNotEmpty();
    String standings = standings();
    crossers.database.execute("SELECT attune_command.forget_crossings()");

    crossers.react();

    Thread.sleep(300);
    crossers.settle();
    assertThat(standings()).isEqualTo(standings);
    assertThat(crossers.told().stream().filter(one -> one.audience().equals("buyers")).toList())
        .isEqualTo(before.stream().filter(one -> one.audience().equals("buyers")).toList());
  }

  @Test
  void a_late_event_is_seen_where_it_belongs() throws Exception {
    crossers.define(
        """
        audiences:
          early: {title: Early, rule: "has(profile.purchases.first) && profile.purchases.first < timestamp('2026-01-01T00:00:00Z')"}
        """);
    crossers.react();
    for (int i = 0; i < 5; i++) {
      crossers.does("ada", "purchase", Instant.parse("2026-05-0" + (9 - i) + "T00:00:00Z")).join();
    }
    assertThat(crossers.told()).isEmpty();
    crossers.does("ada", "purchase", Instant.parse("2025-12-31T00:00:00Z")).join();
    eventually(() -> crossers.told().size() == 1);
    assertThat(crossers.told().getFirst().entered()).isTrue();
  }

  private String standings() throws Exception {
    return crossers.database.value(
        """
        SELECT string_agg(s.profile || w.audience || s.member, ',' ORDER BY s.profile, w.audience)
        FROM attune_command.crossing_standing s JOIN attune_command.crossing_watch w ON w.id = s.watch
        WHERE w.audience = 'buyers'
        """);
  }
}
