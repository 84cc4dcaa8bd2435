package dev.attune.infra.torture;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CapCheckTest {

  private static final List<Given> THREE = List.of(
      new Given("d-1", "s", "hero/a", "p-1"), new Given("d-2", "s", "hero/b", "p-2"),
      new Given("d-3", "s", "cart/a", "p-3"), new Given("d-4", "s", "cart/a", null),
      new Given("d-5", "s", null, null), new Given("d-6", "t", "hero/c", "p-6"));
  private static final Map<String, Given> ANSWERED = Map.of(
      "r-1", THREE.get(0), "r-2", THREE.get(1), "r-3", THREE.get(2), "r-4", THREE.get(3), "r-5", THREE.get(4), "r-6",
      THREE.get(5));

  @Test
  void three_in_a_session_and_one_in_another_are_fine() {
    assertThat(CapCheck.overshoots("answers", THREE)).isEmpty();
    assertThat(CapCheck.full(THREE)).isEqualTo(1);
  }

  @Test
  void a_fourth_offer_is_told() {
    assertThat(CapCheck.overshoots("answers", with(new Given("d-7", "s", "cart/z", "p-7"))))
        .anyMatch(complaint -> complaint.contains("session s was shown 4 offers"));
  }

  @Test
  void a_fourth_consumed_proposition_is_told_also_of_an_offer_shown_before() {
    assertThat(CapCheck.overshoots("answers", with(new Given("d-7", "s", "hero/a", "p-7"))))
        .singleElement().asString().contains("consumed 4");
  }

  @Test
  void equal_answers_and_views_are_no_complaint() {
    assertThat(CapCheck.differences(ANSWERED, THREE)).isEmpty();
  }

  @Test
  void a_lost_a_doubled_and_a_strange_decision_are_told() {
    assertThat(CapCheck.differences(ANSWERED, THREE.subList(0, 5)))
        .anyMatch(complaint -> complaint.contains("d-6 was answered and is lost"));
    assertThat(CapCheck.differences(ANSWERED, with(THREE.getFirst())))
        .anyMatch(complaint -> complaint.contains("d-1 stands 2 times"));
    assertThat(CapCheck.differences(ANSWERED, with(new Given("d-9", "s", "hero/a", null))))
        .anyMatch(complaint -> complaint.contains("d-9 is on a timeline and was never answered"));
  }

  private static List<Given> with(Given one) {
    return Stream.concat(THREE.stream(), Stream.of(one)).toList();
  }
}
