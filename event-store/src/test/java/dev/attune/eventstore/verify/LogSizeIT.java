package dev.attune.eventstore.verify;

import dev.attune.eventstore.Given;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.append.StreamHead;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LogSizeIT {

  @Test
  void the_size_is_that_of_partitions_indexes_claims_and_heads() throws Exception {
    try (TestDatabase database = TestDatabase.create()) {
      assertThat(LogSize.of(database.pool()).perEvent()).isZero();
      List<NewEvent> events = Given.events(1_000);
      try (PostgresAppender appender =
          new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal())) {
        appender.append(Given.unit(StreamHead.empty(Given.id()), events)).join();
      }
      LogSize size = LogSize.of(database.pool());
      long data = events.stream().mapToLong(event -> event.event().data().length).sum();
      assertThat(size.events()).isEqualTo(1_000);
      assertThat(size.data()).isEqualTo(data);
      assertThat(size.target()).isEqualTo(1.2 * data / 1_000 + 300, within(1e-9));
      long partitions =
          Long.parseLong(
              database.value(
                  "SELECT sum(pg_total_relation_size(t.relid)) FROM pg_partition_tree('attune.event') t WHERE t.isleaf"));
      assertThat(size.bytes()).isGreaterThan(partitions).isLessThan(partitions + 200_000);
      assertThat(size.perEvent()).isEqualTo(size.bytes() / 1_000.0);
    }
  }
}
