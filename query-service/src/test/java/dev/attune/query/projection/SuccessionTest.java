package dev.attune.query.projection;

import dev.attune.core.definition.Insights;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SuccessionTest {

  private static final GateReport PASSED = new GateReport(true, false, 0, 0, 0, List.of());

  private static Projection release(int revision) {
    return new Projection("profile", revision, List.of())
        .after(Fold.fixed(revision - 1, List.of()));
  }

  private static Roster due(Roster roster, int revision) {
    return new Succession(release(revision), 8).due(roster, null);
  }

  /** A projection that wants just what the map says, whatever is defined. */
  private static Roster due(Roster roster, Map<String, String> wanted, long position) {
    SortedMap<String, String> keys = new TreeMap<>(wanted);
    Projection metric =
        new Projection("metric", new Fold(1, insights -> keys, (insights, some) -> List.of()), Pace.AT_ONCE);
    Insights none = Insights.NONE;
    return new Succession(metric, 8)
        .due(roster, new Insights(position, none.metrics(), none.funnels(), none.audiences(), none.shop()));
  }

  private static Roster ready(Roster roster, int number) {
    return roster.gated(number, PASSED).switchTo(number, false);
  }

  @Test
  void a_raised_revision_is_built_beside_what_is_live_once() {
    Roster first = due(Roster.none("profile", "0badcafe"), 3);
    Roster raised = due(first, 4);

    assertThat(raised.live()).containsExactly(1);
    assertThat(raised.find(2)).returns(Stage.BUILDING, Member::stage).returns(true, Member::automatic);
    assertThat(due(raised, 4)).isEqualTo(raised);
    assertThat(due(raised.cancel(2, "no"), 4)).isEqualTo(raised.cancel(2, "no"));
  }

  @Test
  void two_releases_side_by_side_do_not_begin_in_turn() {
    Roster roster = Roster.none("profile", "0badcafe");
    for (int round = 0; round < 10; round++) {
      roster = due(due(roster, 3), 4);
    }
    roster = ready(roster, 2);
    for (int round = 0; round < 10; round++) {
      roster = due(due(roster, 4), 3);
    }

    assertThat(roster.members()).hasSize(2);
    assertThat(roster.live()).containsExactly(2);
  }

  @Test
  void another_number_of_partitions_is_built_beside_once() {
    Roster first = due(Roster.none("profile", "0badcafe"), 3);
    Roster more = new Succession(release(3), 16).due(first, null);

    assertThat(more.live()).containsExactly(1);
    assertThat(more.members()).hasSize(2);
    assertThat(new Succession(release(3), 16).due(more, null)).isEqualTo(more);
  }

  @Test
  void definitions_are_waited_for() {
    Projection metric =
        new Projection(
            "metric", new Fold(1, insights -> new TreeMap<>(), (insights, some) -> List.of()), Pace.AT_ONCE);
    Roster none = Roster.none("metric", "0badcafe");

    assertThat(new Succession(metric, 8).due(none, null)).isEqualTo(none);
  }

  @Test
  void new_and_changed_definitions_make_a_segment_of_just_those() {
    Roster first = due(Roster.none("metric", "0badcafe"), Map.of("a", "1", "b", "1"), 5);
    assertThat(first.find(1)).extracting(one -> one.generation().keys()).isEqualTo(new TreeMap<>(Map.of("a", "1", "b", "1")));

    Roster changed = due(first, Map.of("a", "1", "b", "2", "c", "1"), 9);
    assertThat(changed.find(2))
        .returns(false, Member::whole)
        .returns(9L, one -> one.generation().definitions())
        .returns(new TreeMap<>(Map.of("b", "2", "c", "1")), one -> one.generation().keys());
    assertThat(due(changed, Map.of("a", "1", "b", "2", "c", "1"), 9)).isEqualTo(changed);

    Roster both = ready(changed, 2);
    assertThat(due(both, Map.of("a", "1", "b", "2", "c", "1"), 9).live()).containsExactly(1, 2);
    assertThat(due(both, Map.of("b", "2", "c", "1"), 12).live()).containsExactly(2);
  }

  @Test
  void a_segment_whose_definitions_changed_again_is_given_up_for_the_next() {
    Roster first = due(Roster.none("metric", "0badcafe"), Map.of("a", "1"), 5);
    Roster second = due(first, Map.of("a", "2"), 6);
    Roster third = due(second, Map.of("a", "3"), 7);

    assertThat(third.find(2)).returns(Stage.CANCELLED, Member::stage);
    assertThat(third.find(3)).returns(Stage.BUILDING, Member::stage);
  }

  @Test
  void too_many_segments_become_one_generation_of_everything() {
    Map<String, String> wanted = new TreeMap<>();
    wanted.put("k0", "1");
    Roster roster = due(Roster.none("metric", "0badcafe"), wanted, 1);
    for (int n = 1; n <= 8; n++) {
      wanted.put("k" + n, "1");
      roster = due(roster, wanted, n + 1);
      if (n < 8) {
        roster = ready(roster, n + 1);
      }
    }

    assertThat(roster.live()).hasSize(8);
    assertThat(roster.rebuilding()).isNotNull().returns(new TreeMap<>(wanted), one -> one.generation().keys());
    Roster one = ready(roster, 9);
    assertThat(one.live()).containsExactly(9);
  }

  @Test
  void a_new_one_begins_after_the_only_one_proved_wrong() {
    Roster first = due(Roster.none("profile", "0badcafe"), 3);
    Roster again = due(first.fail(1, "a hole"), 3);

    assertThat(again.live()).containsExactly(2);
    assertThat(again.find(2)).returns(Stage.LIVE, Member::stage);
  }

  @Test
  void a_twin_stands_for_nothing_that_is_defined_and_goes_with_what_it_is_compared_with() {
    Roster compared = due(Roster.none("metric", "0badcafe"), Map.of("a", "1"), 5).beginTwin(1, 0);

    Roster defined = due(compared, Map.of("a", "1", "b", "1"), 9);
    assertThat(defined.find(3)).returns(false, Member::whole).extracting(one -> one.generation().keys().keySet())
        .isEqualTo(Set.of("b"));
    assertThat(due(defined, Map.of("a", "1", "b", "1"), 9)).isEqualTo(defined);

    Roster moved = ready(due(Roster.none("profile", "0badcafe"), 3).begin(next(3)), 2);
    Roster back = due(moved.beginTwin(2, 0).stepBack(1), 3);
    assertThat(back.find(3)).returns(Stage.CANCELLED, Member::stage);
  }

  private static GenerationPlan next(int revision) {
    return new Succession(release(revision), 8).whole(Insights.NONE, true, 0, "a test");
  }
}
