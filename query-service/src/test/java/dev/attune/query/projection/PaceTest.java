package dev.attune.query.projection;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTest {

  private static final long MILLI = 1_000_000;

  @Test
  void whoDoesNotGiveWayKeepsItsPaceWhateverOthersDo() {
    assertThat(Pace.AT_ONCE.rest(80 * MILLI, false, true)).isZero();
    assertThat(Pace.of(Duration.ofMillis(40)).rest(80 * MILLI, false, true)).isEqualTo(40 * MILLI);
  }

  @Test
  void whoGivesWayRestsAsLongAsItsBatchesTakeWhileOthersAreBehind() {
    Pace pace = Pace.of(Duration.ofMillis(100)).givingWay();
    assertThat(pace.rest(80 * MILLI, false, false)).isEqualTo(100 * MILLI);
    assertThat(pace.rest(80 * MILLI, false, true)).isEqualTo(320 * MILLI);
    assertThat(pace.isAtOnce()).isFalse();
    assertThat(pace.rest(2 * MILLI, false, true)).as("never less than its pace").isEqualTo(100 * MILLI);
    assertThat(pace.rest(60_000 * MILLI, false, true)).as("never for ever").isEqualTo(1_000 * MILLI);
  }

  @Test
  void whoeverHasMoreThanABatchDoesNotRestUnlessItGivesWay() {
    Pace pace = Pace.of(Duration.ofMillis(100));
    assertThat(pace.rest(80 * MILLI, true, false)).isZero();
    assertThat(pace.rest(80 * MILLI, true, true)).isZero();
    assertThat(pace.givingWay().rest(80 * MILLI, true, false)).isZero();
    assertThat(pace.givingWay().rest(80 * MILLI, true, true)).isEqualTo(320 * MILLI);
  }
}
