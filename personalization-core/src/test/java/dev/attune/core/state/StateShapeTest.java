package dev.attune.core.state;

import dev.attune.core.profile.Profile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StateShapeTest {

  record Inner(int number) {}

  record Outer(Map<String, List<Inner>> inner, Kind kind) {}

  enum Kind {
    ONE,
    TWO
  }

  record Renamed(Map<String, List<Inner>> nested, Kind kind) {}

  record Untold(StateShapeTest test) {}

  @Test
  void records_are_found_within_the_arguments_of_generic_types() {
    String here = StateShapeTest.class.getName() + "$";
    assertThat(StateShape.of(Outer.class).lines())
        .containsExactly(
            here + "Inner (number: int)",
            here + "Kind [ONE, TWO]",
            here + "Outer (inner: java.util.Map<java.lang.String, java.util.List<%sInner>>, kind: %sKind)"
                .formatted(here, here));
  }

  @Test
  void another_name_is_another_shape() {
    assertThat(StateShape.hash(Renamed.class)).isNotEqualTo(StateShape.hash(Outer.class)).hasSize(16);
  }

  @Test
  void the_profile_is_seen_down_to_its_values() {
    assertThat(StateShape.of(Profile.class))
        .contains("Profile$Trait (value: dev.attune.contracts.value.Value", "SessionLedger$Shown (placement",
            "Value$Decimal (value: java.math.BigDecimal)", "Recent (id", "CurrentSession (id");
  }

  @Test
  void what_shows_no_shape_is_refused() {
    assertThatThrownBy(() -> StateShape.of(Untold.class)).hasMessageContaining("shows no shape");
  }
}
