package dev.attune.query.projection;

import dev.attune.query.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RosterTest {

  private static final GateReport PASSED = new GateReport(true, true, 10, 5, 0, List.of());
  private static final GateReport REFUSED = new GateReport(false, true, 10, 5, 1, List.of("profile.version differs"));

  private static GenerationPlan wanted(boolean whole, long definitions, Map<String, String> keys) {
    return new GenerationPlan(1, definitions, new TreeMap<>(keys), 8, whole, true, 0, 0, "a test");
  }

  private static Roster first() {
    return Roster.none("profile", "0badcafe").begin(wanted(true, 0, Map.of()));
  }

  private static Stage stage(Roster roster, int number) {
    Member member = roster.find(number);
    return member == null ? Stage.RETIRED : member.stage();
  }

  @Test
  void the_first_generation_is_live_at_once() {
    Roster roster = first();

    assertThat(roster.live()).containsExactly(1);
    assertThat(stage(roster, 1)).isEqualTo(Stage.LIVE);
    assertThat(roster.back()).isEmpty();
  }

  @Test
  void a_rebuild_is_built_passes_the_gate_is_switched_to_and_back_and_forth_and_retires_the_other() {
    Roster built = first().begin(wanted(true, 0, Map.of()));
    assertThat(stage(built, 2)).isEqualTo(Stage.BUILDING);
    assertThat(built.live()).containsExactly(1);

    Roster ready = built.gated(2, PASSED);
    assertThat(stage(ready, 2)).isEqualTo(Stage.READY);

    Roster switched = ready.switchTo(2, false);
    assertThat(switched.live()).containsExactly(2);
    assertThat(switched.back()).containsExactly(1);
    assertThat(stage(switched, 1)).isEqualTo(Stage.STANDBY);
    assertThat(stage(switched, 2)).isEqualTo(Stage.LIVE);

    Roster back = switched.stepBack(1);
    assertThat(back.live()).containsExactly(1);
    assertThat(stage(back, 2)).isEqualTo(Stage.STANDBY);

    Roster forth = back.stepBack(2);
    assertThat(forth).isEqualTo(switched);

    Roster retired = forth.retire(1);
    assertThat(stage(retired, 1)).isEqualTo(Stage.RETIRED);
    assertThatThrownBy(() -> retired.stepBack(1)).isInstanceOf(Problem.class);
  }

  @Test
  void what_the_gate_refuses_goes_live_by_force_only() {
    Roster refused = first().begin(wanted(true, 0, Map.of())).gated(2, REFUSED);

    assertThat(stage(refused, 2)).isEqualTo(Stage.BUILDING);
    assertThatThrownBy(() -> refused.switchTo(2, false))
        .isInstanceOfSatisfying(Problem.class, no -> assertThat(no.kind()).isEqualTo(Problem.Kind.CONFLICT));
    assertThat(refused.switchTo(2, true).live()).containsExactly(2);
  }

  @Test
  void one_rebuild_is_under_way_at_a_time_and_a_cancelled_one_makes_room() {
    Roster built = first().begin(wanted(true, 0, Map.of()));

    assertThatThrownBy(() -> built.begin(wanted(true, 0, Map.of()))).isInstanceOf(Problem.class);
    Roster again = built.cancel(2, "no").begin(wanted(true, 0, Map.of()));
    assertThat(stage(again, 2)).isEqualTo(Stage.CANCELLED);
    assertThat(stage(again, 3)).isEqualTo(Stage.BUILDING);
    assertThatThrownBy(() -> again.cancel(1, "no")).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> again.pause(1, true)).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> again.pause(9, true))
        .isInstanceOfSatisfying(Problem.class, no -> assertThat(no.kind()).isEqualTo(Problem.Kind.NOT_FOUND));
  }

  @Test
  void a_second_switch_retires_what_stood_by() {
    Roster third =
        first().begin(wanted(true, 0, Map.of())).gated(2, PASSED).switchTo(2, false)
            .begin(wanted(true, 0, Map.of())).gated(3, PASSED).switchTo(3, false);

    assertThat(third.live()).containsExactly(3);
    assertThat(third.back()).containsExactly(2);
    assertThat(stage(third, 1)).isEqualTo(Stage.RETIRED);
  }

  @Test
  void a_segment_stands_beside_and_retires_one_of_which_nothing_counts_any_more() {
    Roster both =
        Roster.none("metric", "0badcafe")
            .begin(wanted(true, 5, Map.of("a", "1", "b", "1")))
            .begin(wanted(false, 9, Map.of("b", "2")))
            .gated(2, PASSED)
            .switchTo(2, false);

    assertThat(both.live()).containsExactly(1, 2);
    assertThat(both.masked(new TreeMap<>(Map.of("a", "1", "b", "2"))).live()).containsExactly(1, 2);
    Roster masked = both.masked(new TreeMap<>(Map.of("b", "2")));
    assertThat(masked.live()).containsExactly(2);
    assertThat(stage(masked, 1)).isEqualTo(Stage.RETIRED);
  }

  @Test
  void what_was_defined_during_a_rebuild_still_answers_after_it() {
    Roster roster =
        Roster.none("metric", "0badcafe")
            .begin(wanted(true, 5, Map.of("a", "1")))
            .begin(wanted(true, 5, Map.of("a", "1")))
            .begin(wanted(false, 9, Map.of("c", "1")))
            .gated(3, PASSED)
            .switchTo(3, false)
            .gated(2, PASSED)
            .switchTo(2, false);

    assertThat(roster.live()).containsExactly(2, 3);
    assertThat(stage(roster, 1)).isEqualTo(Stage.STANDBY);
    assertThat(roster.stepBack(1).live()).containsExactly(1, 3);
  }

  @Test
  void if_the_live_one_proves_wrong_what_stands_by_answers_else_what_is_built() {
    Roster switched = first().begin(wanted(true, 0, Map.of())).gated(2, PASSED).switchTo(2, false);
    Roster failed = switched.fail(2, "a hole");
    assertThat(failed.live()).isEmpty();
    assertThat(failed.recovered().live()).containsExactly(1);

    Roster building = first().begin(wanted(true, 0, Map.of())).fail(1, "a hole");
    assertThat(building.recovered().live()).containsExactly(2);
  }

  @Test
  void it_survives_the_store() {
    Roster roster =
        Roster.none("metric", "0badcafe")
            .begin(wanted(true, 5, Map.of("a", "1")))
            .begin(wanted(true, 7, Map.of("a.b$", "1")))
            .throttle(2, 500)
            .pause(2, true)
            .gated(2, REFUSED);

    Roster back = RosterDocument.roster(RosterDocument.next(roster), "0badcafe");

    assertThat(back.members()).isEqualTo(roster.members());
    assertThat(back.live()).isEqualTo(roster.live());
    assertThat(back.change()).isEqualTo(roster.change() + 1);
  }

  @Test
  void those_that_are_long_over_are_forgotten() {
    Roster roster = first();
    for (int number = 2; number <= 40; number++) {
      roster = roster.begin(wanted(true, 0, Map.of())).cancel(number, "no").dropped(number);
    }

    assertThat(roster.members()).hasSize(21);
    assertThat(roster.last()).isEqualTo(40);
    assertThat(roster.live()).containsExactly(1);
  }

  @Test
  void a_twin_that_is_equal_is_over_and_one_that_differs_waits_for_an_operator() {
    Roster compared = first().beginTwin(1, 500);
    assertThat(compared.find(2))
        .returns(Stage.BUILDING, Member::stage).returns(1, Member::twinOf).returns(500L, Member::throttle)
        .returns(false, Member::automatic);

    Roster equal = compared.compared(2, PASSED);
    assertThat(stage(equal, 2)).isEqualTo(Stage.CANCELLED);
    assertThat(equal.find(2).gate()).isEqualTo(PASSED);
    assertThat(equal.live()).containsExactly(1);
    assertThat(equal.compared(2, REFUSED)).as("too late").isEqualTo(equal);

    Roster differs = compared.compared(2, REFUSED);
    assertThat(stage(differs, 2)).isEqualTo(Stage.BUILDING);
    assertThatThrownBy(() -> differs.switchTo(2, false)).isInstanceOf(Problem.class);
    assertThat(differs.switchTo(2, true).live()).containsExactly(2);
  }

  @Test
  void only_what_is_live_has_a_twin_and_one_at_a_time() {
    Roster compared = first().beginTwin(1, 0);

    assertThatThrownBy(() -> compared.beginTwin(1, 0)).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> compared.beginTwin(2, 0)).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> compared.beginTwin(3, 0)).isInstanceOf(Problem.class);
    assertThat(compared.cancel(2, "no").beginTwin(1, 0).find(3).twinOf()).isEqualTo(1);
  }

  @Test
  void a_twin_of_one_of_several_never_goes_live() {
    Roster both =
        Roster.none("metric", "0badcafe")
            .begin(wanted(true, 5, Map.of("a", "1")))
            .begin(wanted(false, 9, Map.of("b", "1")))
            .gated(2, PASSED)
            .switchTo(2, false)
            .beginTwin(2, 0)
            .compared(3, REFUSED);

    assertThat(both.find(3)).returns(false, Member::whole).returns(true, Member::isTwin);
    assertThatThrownBy(() -> both.switchTo(3, true)).isInstanceOf(Problem.class);
  }
}
