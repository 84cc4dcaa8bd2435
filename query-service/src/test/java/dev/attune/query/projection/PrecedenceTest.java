package dev.attune.query.projection;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PrecedenceTest {

  private static final long MILLI = 1_000_000;

  private long now = 17;
  private final Precedence precedence = new Precedence(() -> now);

  private static Generation generation(int number) {
    return new Generation("profile", number, 1, 0, Collections.emptySortedMap(), 8, "0badcafe");
  }

  @Test
  void othersAreBehindOnceAndAWhileAfterTheyFoldedMuchAtOnce() {
    assertThat(precedence.isPressed()).isFalse();
    precedence.folded(3, MILLI);
    assertThat(precedence.isPressed()).isFalse();
    precedence.folded(4_000, MILLI);
    assertThat(precedence.isPressed()).isTrue();
    precedence.folded(3, MILLI);
    assertThat(precedence.isPressed()).as("one small batch is no relief").isTrue();
    now += 1_001 * MILLI;
    assertThat(precedence.isPressed()).isFalse();
  }

  @Test
  void aBatchThatTakesLongSaysThatProcessorsAreBusy() {
    precedence.folded(3, 30 * MILLI);
    assertThat(precedence.isPressed()).isTrue();
  }

  @Test
  void isAskedWhileRequestsAreUnderWayAndATenthOfASecondAfter() {
    assertThat(precedence.isAsked()).isFalse();
    precedence.asks();
    precedence.asks();
    precedence.answered();
    now += 101 * MILLI;
    assertThat(precedence.isAsked()).as("the other one takes long").isTrue();
    precedence.answered();
    assertThat(precedence.isAsked()).isTrue();
    now += 101 * MILLI;
    assertThat(precedence.isAsked()).isFalse();
  }

  @Test
  void whatIsBuiltFoldsInSmallPortionsAndRestsWhileItIsAsked() {
    Courtesy courtesy = new Courtesy(precedence, generation(1), 25);
    assertThat(courtesy.portion()).isLessThan(Folding.LARGE);
    assertThat(courtesy.isDue()).isFalse();
    assertThat(courtesy.rest(10 * MILLI)).isZero();

    precedence.asks();
    assertThat(courtesy.isDue()).isTrue();
    assertThat(courtesy.rest(10 * MILLI)).isEqualTo(30 * MILLI);
    assertThat(courtesy.rest(10_000 * MILLI)).as("it goes on, whatever happens").isEqualTo(1_000 * MILLI);
  }

  @Test
  void generationsThatAreBuiltShareTheTimeThatRequestsLeave() {
    precedence.asks();
    Courtesy one = new Courtesy(precedence, generation(1), 25);
    Courtesy two = new Courtesy(precedence, generation(2), 25);
    assertThat(one.rest(10 * MILLI)).isEqualTo(30 * MILLI);
    assertThat(two.rest(10 * MILLI)).as("an eighth of the time").isEqualTo(70 * MILLI);
    assertThat(one.rest(10 * MILLI)).isEqualTo(70 * MILLI);
    now += 1_001 * MILLI;
    assertThat(one.rest(10 * MILLI)).as("the other is done").isEqualTo(30 * MILLI);
  }

  @Test
  void anOperatorMayHaveABuildGiveWayToNobody() {
    precedence.asks();
    Courtesy courtesy = new Courtesy(precedence, generation(1), 100);
    assertThat(courtesy.portion()).isEqualTo(Integer.MAX_VALUE);
    assertThat(courtesy.isDue()).isFalse();
    assertThat(courtesy.rest(10 * MILLI)).isZero();
    assertThatThrownBy(() -> new RunnerSettings(1, 1, 1, 1, 0, Duration.ZERO))
        .hasMessage("The share of rebuilds is a percentage from 1 to 100, not 0");
  }
}
