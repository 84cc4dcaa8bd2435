package dev.attune.command.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NodeClockTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final Hands hands = new Hands();
  private final NodeClock clock = new NodeClock(hands, () -> hands.nanoseconds);

  @Test
  void a_clock_that_was_never_compared_tells_nothing() {
    assertThatThrownBy(clock::now).isInstanceOf(ClockOffException.class);
  }

  @Test
  void a_clock_within_a_second_of_the_database_tells_the_time_in_microseconds() {
    hands.now = NOON.plusNanos(999);
    clock.compare(() -> NOON.plusMillis(900));
    assertThat(clock.now()).isEqualTo(NOON);
  }

  @Test
  void a_clock_that_is_off_is_refused_in_either_direction() {
    clock.compare(() -> NOON.plusMillis(1_100));
    assertThatThrownBy(clock::now).isInstanceOf(ClockOffException.class).hasMessageContaining("1100 ms off");
    clock.compare(() -> NOON.minusMillis(1_100));
    assertThatThrownBy(clock::now).isInstanceOf(ClockOffException.class);
  }

  @Test
  void a_slow_answer_of_the_database_gives_the_benefit_of_the_doubt() {
    clock.compare(
        () -> {
          hands.pass(Duration.ofSeconds(2));
          return NOON.plusMillis(2_800);
        });
    assertThat(clock.now()).isEqualTo(NOON.plusSeconds(2));
  }

  @Test
  void a_clock_that_is_set_between_two_comparisons_is_noticed() {
    clock.compare(() -> NOON);
    hands.pass(Duration.ofMillis(500));
    assertThat(clock.now()).isEqualTo(NOON.plusMillis(500));
    hands.now = hands.now.minusSeconds(3);
    assertThatThrownBy(clock::now).isInstanceOf(ClockOffException.class);
  }

  private static final class Hands extends Clock {
    private Instant now = NOON;
    private long nanoseconds;

    void pass(Duration time) {
      now = now.plus(time);
      nanoseconds += time.toNanos();
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
