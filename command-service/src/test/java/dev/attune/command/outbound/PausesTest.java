package dev.attune.command.outbound;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PausesTest {

  private static final Throwable REFUSED = new RefusedException("attune.events", 8, new RecordTooLargeException("1.5 MB"));

  private final Pauses pauses = new Pauses();

  @Test
  void an_outage_is_looked_at_again_shortly_however_long_it_takes() {
    for (Throwable outage : List.of(new TimeoutException("no brokers"), new IOException("no database"))) {
      for (int times = 0; times < 100; times++) {
        assertThat(pauses.after(outage, 7)).isEqualTo(Pauses.SHORTEST);
      }
    }
  }

  @Test
  void what_is_refused_again_and_again_is_tried_ever_more_rarely_up_to_a_bound() {
    List<Duration> waits = new ArrayList<>();
    for (int times = 0; times < 9; times++) {
      waits.add(pauses.after(REFUSED, 7));
    }
    assertThat(waits.subList(0, 6).stream().map(Duration::toMillis))
        .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L);
    assertThat(waits.subList(6, 9)).containsOnly(Pauses.LONGEST);
  }

  @Test
  void a_relay_that_came_further_begins_anew_shortly() {
    pauses.after(REFUSED, 7);
    pauses.after(REFUSED, 7);
    assertThat(pauses.after(REFUSED, 8)).isEqualTo(Pauses.SHORTEST);
  }

  @Test
  void an_outage_in_between_does_not_make_the_refused_record_new() {
    pauses.after(REFUSED, 7);
    pauses.after(new TimeoutException("no brokers"), 7);
    assertThat(pauses.after(REFUSED, 7)).isEqualTo(Pauses.SHORTEST.multipliedBy(2));
  }
}
