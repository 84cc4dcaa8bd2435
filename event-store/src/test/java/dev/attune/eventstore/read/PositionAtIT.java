package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.Given;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.append.StreamHead;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PositionAtIT {

  @Test
  void the_last_position_at_or_before_a_time_is_found_across_partitions() throws Exception {
    try (TestDatabase database = TestDatabase.create()) {
      for (String size : List.of("100", "150", "300")) {
        database.value("SELECT attune.prepare_partitions(" + size + ")");
      }
      PostgresEventReader reader = new PostgresEventReader(database.pool());
      assertThat(reader.positionAt(Instant.now())).isZero();

      try (PostgresAppender appender =
          new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal())) {
        for (int batch = 1; batch <= 60; batch++) {
          // All events of a batch have the same time.
          appender.append(Given.unit(StreamHead.empty(Given.id()), Given.events(batch % 23 + 1))).join();
        }
      }

      List<Envelope> log = reader.log(0, 10_000);
      assertThat(log).hasSizeGreaterThan(600);
      for (Envelope event : log) {
        for (Instant time : List.of(event.recordedAt(), event.recordedAt().minusNanos(1_000), event.recordedAt().plusNanos(999))) {
          assertThat(reader.positionAt(time)).isEqualTo(scanned(log, time));
        }
      }
      assertThat(reader.positionAt(log.getFirst().recordedAt().minus(Duration.ofDays(1)))).isZero();
      assertThat(reader.positionAt(log.getLast().recordedAt().plus(Duration.ofDays(1)))).isEqualTo(log.size());
    }
  }

  private static long scanned(List<Envelope> log, Instant time) {
    return log.stream().filter(event -> !event.recordedAt().isAfter(time)).count();
  }
}
