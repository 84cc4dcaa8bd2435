package dev.attune.eventstore.append;

import dev.attune.eventstore.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.attune.eventstore.Given.fresh;
import static dev.attune.eventstore.append.Appending.appended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What must not end an appender, or make anybody wait for ever. */
class AppenderSurvivesIT {

  private static final long SMALLEST = 10_000;

  private final TestDatabase database = TestDatabase.create();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void an_error_while_measuring_harms_no_unit() throws Exception {
    AtomicBoolean failing = new AtomicBoolean(true);
    AppenderMetrics broken =
        new AppenderMetrics() {
          @Override
          public void batch(Batch batch) {
            if (failing.getAndSet(false)) {
              throw new OutOfMemoryError("as in a process at its end");
            }
          }
        };
    try (PostgresAppender appender = appender(broken, AppenderOptions.DEFAULT)) {
      appended(appender.append(fresh()));
      assertThat(failing).isFalse();
      assertThat(appender.append(fresh()).get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Appended.class);
    }
  }

  @Test
  void an_error_amid_a_batch_leaves_its_outcome_unknown_and_the_next_one_is_stored() throws Exception {
    AtomicBoolean failing = new AtomicBoolean(true);
    DataSource broken =
        (DataSource)
            Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  if (failing.getAndSet(false)) {
                    throw new StackOverflowError("once");
                  }
                  return method.invoke(database.direct(), arguments);
                });
    try (PostgresAppender appender =
        new PostgresAppender(broken, AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal())) {
      assertThatThrownBy(() -> appender.append(fresh()).get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(OutcomeUnknownException.class);
      assertThat(appender.append(fresh()).get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Appended.class);
    }
  }

  @Test
  void a_held_table_delays_the_next_partition_and_no_append() throws Exception {
    try (PostgresAppender first = appender(AppenderMetrics.NONE, partitions(SMALLEST))) {
      appended(first.append(fresh()));
    }
    try (Connection analyzing = database.direct().getConnection()) {
      hold(analyzing);
      try (PostgresAppender appender = appender(AppenderMetrics.NONE, partitions(2 * SMALLEST))) {
        assertThat(appender.append(fresh()).get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Appended.class);
      }
      assertThat(database.value("SELECT count(*) FROM attune.event_partition")).isEqualTo("2");
      analyzing.rollback();
    }
    try (PostgresAppender appender = appender(AppenderMetrics.NONE, partitions(2 * SMALLEST))) {
      appended(appender.append(fresh()));
    }
    assertThat(database.value("SELECT count(*) FROM attune.event_partition")).isEqualTo("3");
  }

  private static void hold(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE attune.event IN SHARE UPDATE EXCLUSIVE MODE");
    }
  }

  private PostgresAppender appender(AppenderMetrics metrics, AppenderOptions options) {
    return new PostgresAppender(database.direct(), options, metrics, new LogSignal());
  }

  private static AppenderOptions partitions(long size) {
    AppenderOptions usual = AppenderOptions.DEFAULT;
    return new AppenderOptions(
        usual.queuedUnits(), usual.queuedBytes(), usual.batchEvents(), usual.batchBytes(), usual.answerWithin(),
        size);
  }
}
