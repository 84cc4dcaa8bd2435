package dev.attune.infra.torture;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LossCheckTest {

  private static final Person ANN = new Person(Map.of("user", "ann"));
  private static final Map<Person, Map<String, Message>> BOOK =
      Map.of(ANN, Map.of("m-1", new Message("m-1", ANN, "view"), "m-2", new Message("m-2", ANN, "view")));

  @Test
  void the_same_is_no_complaint() {
    assertThat(complaints(new Seen(Map.of("view", 2L), List.of("m-2", "m-1")), 2)).isEmpty();
  }

  @Test
  void a_lost_message_is_told() {
    assertThat(complaints(new Seen(Map.of("view", 2L), List.of("m-2")), 2))
        .singleElement().asString().contains("m-1").contains("lost");
  }

  @Test
  void a_doubled_message_is_told() {
    assertThat(complaints(new Seen(Map.of("view", 2L), List.of("m-2", "m-1", "m-2")), 2))
        .singleElement().asString().contains("m-2 stands 2 times");
  }

  @Test
  void a_message_that_nobody_acknowledged_is_told() {
    assertThat(complaints(new Seen(Map.of("view", 2L), List.of("m-2", "m-1", "m-3")), 2))
        .singleElement().asString().contains("m-3").contains("never acknowledged");
  }

  @Test
  void a_wrong_count_of_the_profile_is_told() {
    assertThat(complaints(new Seen(Map.of("view", 3L), List.of("m-2", "m-1")), 2))
        .singleElement().asString().contains("{view=3} instead of {view=2}");
  }

  @Test
  void wrong_totals_are_told() {
    assertThat(complaints(new Seen(Map.of("view", 2L), List.of("m-2", "m-1")), 1))
        .singleElement().asString().contains("totals");
  }

  @Test
  void a_missing_person_is_told() {
    assertThat(LossCheck.complaints(BOOK, Map.of(), Map.of("view", 2L))).hasSize(3);
  }

  private static List<String> complaints(Seen seen, long total) {
    return LossCheck.complaints(BOOK, Map.of(ANN, seen), Map.of("view", total));
  }
}
