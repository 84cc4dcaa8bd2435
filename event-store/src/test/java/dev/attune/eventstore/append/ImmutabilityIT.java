package dev.attune.eventstore.append;

import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.read.PostgresEventReader;
import dev.attune.eventstore.schema.Schema;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import static dev.attune.eventstore.Given.fresh;
import static dev.attune.eventstore.append.Appending.appended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ImmutabilityIT {

  private TestDatabase database;

  @BeforeEach
  void an_event_is_stored() {
    database = TestDatabase.create();
    try (PostgresAppender appender =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal())) {
      appended(appender.append(fresh()));
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE attune.event SET data = ''",
        "DELETE FROM attune.event",
        "TRUNCATE attune.event",
        "UPDATE attune.event_from_1 SET version = 2",
        "DELETE FROM attune.event_from_1",
        "TRUNCATE attune.event_from_1"
      })
  void even_the_owner_cannot_change_what_happened(String statement) throws Exception {
    assertThatThrownBy(() -> database.execute(statement)).isInstanceOf(SQLException.class).hasMessageContaining("immutable");
    assertThat(database.value("SELECT count(*) FROM attune.event")).isEqualTo("1");
  }

  @Test
  void the_application_role_appends_and_reads_and_can_do_nothing_else() throws Exception {
    String role = "app_" + System.nanoTime();
    database.execute("CREATE ROLE " + role + " LOGIN");
    database.execute("SELECT attune.admit('" + role + "')");
    PGSimpleDataSource asRole = (PGSimpleDataSource) database.direct();
    asRole.setUser(role);
    try (PostgresAppender appender =
        new PostgresAppender(asRole, AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal())) {
      assertThat(appended(appender.append(fresh())).firstPosition()).isEqualTo(2);
    }
    assertThat(new PostgresEventReader(asRole).log(0, 10)).hasSize(2);
    for (String statement :
        new String[] {
          "INSERT INTO attune.event SELECT * FROM attune.event",
          "UPDATE attune.event SET version = 7",
          "DELETE FROM attune.event",
          "TRUNCATE attune.event",
          "DELETE FROM attune.claim",
          "UPDATE attune.stream_head SET version = 7"
        }) {
      assertThatThrownBy(() -> run(asRole, statement)).hasMessageContaining("permission denied");
    }
  }

  @Test
  void migrating_again_changes_nothing() {
    Schema.migrate(database.pool());
    assertThat(new PostgresEventReader(database.pool()).head()).isEqualTo(1);
  }

  private static void run(PGSimpleDataSource source, String sql) throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
