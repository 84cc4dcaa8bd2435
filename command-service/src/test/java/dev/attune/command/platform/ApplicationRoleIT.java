package dev.attune.command.platform;

import dev.attune.command.RunningService;
import dev.attune.eventstore.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The service works with a role that owns nothing (see {@link RunningService}); here is what that role may not do. */
class ApplicationRoleIT {

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static TestDatabase database;
  private static RunningService service;

  @BeforeAll
  static void start() {
    database = TestDatabase.empty();
    service = RunningService.on(database);
    service.addSource("shop");
  }

  @AfterAll
  static void stop() {
    service.close();
    database.close();
  }

  @Test
  void the_service_has_stored_something_as_that_role() throws SQLException {
    assertThat(database.value("SELECT count(*) FROM attune.event")).isNotEqualTo("0");
    assertThat(database.value("SELECT count(*) FROM pg_stat_activity WHERE usename = '" + RunningService.APPLICATION + "'"))
        .isNotEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE attune.event SET data = '\\x00'",
        "DELETE FROM attune.event",
        "TRUNCATE attune.event",
        "UPDATE attune.event_from_1 SET data = '\\x00'",
        "DELETE FROM attune.event_from_1",
        "INSERT INTO attune.event SELECT * FROM attune.event",
        "DELETE FROM attune.claim",
        "UPDATE attune.stream_head SET version = 0",
        "DELETE FROM attune.stream_head",
        "UPDATE attune.epoch SET epoch = 7",
        "SELECT attune.raise_epoch(1)",
        "ALTER TABLE attune.event DISABLE TRIGGER ALL",
        "DROP TABLE attune.event_from_1 CASCADE",
        "DROP TRIGGER event_is_immutable ON attune.event",
        "CREATE OR REPLACE FUNCTION attune.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET session_replication_role = replica",
        "DROP SCHEMA attune CASCADE"
      })
  void the_application_cannot(String statement) {
    assertThatThrownBy(() -> asApplication(statement))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
  }

  private static void asApplication(String sql) throws SQLException {
    String url = database.jdbcUrl().replaceFirst("\\?.*", "");
    try (Connection connection = DriverManager.getConnection(url, RunningService.APPLICATION, "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
