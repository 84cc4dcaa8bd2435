package dev.attune.eventstore.schema;

import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Progress.EpochStart;
import dev.attune.eventstore.Given;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.read.PostgresEventReader;
import dev.attune.eventstore.verify.LogVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EpochAdministrationIT {

  private TestDatabase database;
  private PostgresAppender appender;
  private EpochAdministration epochs;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    appender =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
    epochs = new EpochAdministration(database.pool());
  }

  @AfterEach
  void close() {
    appender.close();
    database.close();
  }

  @Test
  void a_raised_epoch_begins_behind_the_end_and_is_that_of_the_next_event() throws Exception {
    store();
    assertThat(epochs.raise(0)).isEqualTo(new EpochStart(2, 2));
    store();

    PostgresEventReader reader = new PostgresEventReader(database.pool());
    assertThat(reader.log(0, 10)).extracting(Envelope::epoch).containsExactly(1, 2);
    assertThat(reader.epochs()).containsExactly(new EpochStart(1, 1), new EpochStart(2, 2));
    assertThat(new LogVerifier(database.pool(), 1 << 20).verify(read -> {}).faults()).isEmpty();
  }

  @Test
  void raised_twice_at_the_same_end_it_is_the_same_epoch() throws Exception {
    store();

    assertThat(epochs.raise(0)).isEqualTo(epochs.raise(0));

    store();
    assertThat(epochs.raise(0)).isEqualTo(new EpochStart(3, 3));
  }

  @Test
  void of_two_epochs_that_begin_at_the_same_end_the_later_is_answered() throws Exception {
    store();
    epochs.raise(0);
    EpochStart later = epochs.raise(7);

    assertThat(later).isEqualTo(new EpochStart(8, 2));
    assertThat(epochs.raise(0)).isEqualTo(later);
  }

  @Test
  void an_epoch_that_the_log_has_lost_is_not_given_again() throws Exception {
    store();

    assertThat(epochs.raise(7)).isEqualTo(new EpochStart(8, 2));
  }

  private void store() {
    appender.append(Given.fresh()).join();
  }
}
