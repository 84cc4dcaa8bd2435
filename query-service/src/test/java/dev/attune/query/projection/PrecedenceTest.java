package dev.attune.query.projection;

import java.util.Collections;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PrecedenceTest {

  private static final long MILLI = 1_000_000;

  private final Precedence precedence = new Precedence();

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
  }

  @Test
  void aBatchThatTakesLongSaysThatProcessorsAreBusy() {
    precedence.folded(3, 30 * MILLI);
    assertThat(precedence.isPressed()).isTrue();
  }

  @Test
  void isAskedWhileRequestsAreUnderWayAndATenthOfASecondAfter() throws InterruptedException {
    assertThat(precedence.isAsked()).isFalse();
    precedence.asks();
    precedence.asks();
    precedence.answered();
    Thread.sleep(150);
    assertThat(precedence.isAsked()).as("the other one takes long").isTrue();
    precedence.answered();
    assertThat(precedence.isAsked()).isTrue();
    Thread.sleep(150);
    assertThat(precedence.isAsked()).isFalse();
  }

  @Test
  void whatIsBuiltFoldsInSmallPortionsAndRestsWhileItIsAsked() {
    Courtesy courtesy = new Courtesy(precedence, generation(1));
    assertThat(courtesy.portion()).isEqualTo(Integer.MAX_VALUE);
    assertThat(courtesy.rest(10 * MILLI)).isZero();

    precedence.asks();
    assertThat(courtesy.portion()).isLessThan(1_000);
    assertThat(courtesy.rest(10 * MILLI)).isEqualTo(30 * MILLI);
    assertThat(courtesy.rest(10_000 * MILLI)).as("it goes on, whatever happens").isEqualTo(250 * MILLI);
  }

  @Test
  void generationsThatAreBuiltShareTheTimeThatRequestsLeave() {
    precedence.asks();
    Courtesy one = new Courtesy(precedence, generation(1));
    Courtesy two = new Courtesy(precedence, generation(2));
    assertThat(one.rest(10 * MILLI)).isEqualTo(30 * MILLI);
    assertThat(two.rest(10 * MILLI)).isEqualTo(60 * MILLI);
    assertThat(one.rest(10 * MILLI)).isEqualTo(60 * MILLI);
  }
}
