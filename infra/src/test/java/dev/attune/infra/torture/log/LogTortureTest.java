package dev.attune.infra.torture.log;

import dev.attune.infra.torture.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The short version; {@code ./attune torture log} runs the long one. */
class LogTortureTest {

  @Test
  void what_was_acknowledged_in_the_storm_is_in_the_log_once_and_nothing_else() throws Exception {
    Storm.Outcome outcome =
        new Storm(System.out).run(Seeds.next("LogTortureTest"), Storm.Size.ofTime(Duration.ofSeconds(10), 3, 6));

    assertThat(outcome.complaints()).isEmpty();
    assertThat(outcome.strikes()).containsKeys(
        Strike.POSTMASTER_KILLED, Strike.DATABASE_KILLED, Strike.BACKEND_KILLED, Strike.NODE_KILLED,
        Strike.NODE_STOPPED, Strike.REPLY_SWALLOWED, Strike.CONNECTIONS_CUT, Strike.NODE_CLOCK, Strike.DATABASE_CLOCK);
    assertThat(outcome.acknowledged()).isGreaterThan(500);
    assertThat(outcome.repeated()).as("messages that had to be sent again").isPositive();
    assertThat(outcome.lost()).as("connections that nodes lost").isPositive();
    assertThat(outcome.swallowed()).as("answers that were swallowed").isPositive();
  }

  @Test
  void it_goes_on_until_so_many_units_are_acknowledged() throws Exception {
    Storm.Size size = new Storm.Size(Duration.ZERO, 15_000, 3, 24, new Storm.Calm(0, 400));
    Storm.Outcome outcome = new Storm(System.out).run(Seeds.next("LogTortureTest"), size);

    assertThat(outcome.complaints()).isEmpty();
    assertThat(outcome.acknowledged()).isGreaterThanOrEqualTo(15_000);
  }
}
