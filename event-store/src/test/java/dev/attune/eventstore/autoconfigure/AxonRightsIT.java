package dev.attune.eventstore.autoconfigure;

import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.autoconfigure.shop.Basket;
import dev.attune.eventstore.autoconfigure.shop.Ledger;
import dev.attune.eventstore.axon.AxonSchema;
import dev.attune.eventstore.schema.Schema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The shop with a role that owns nothing and was admitted to the log and to Axon's tables, and what that role may not. */
class AxonRightsIT {

  private static final String ROLE = "shop_app";
  private static final String ONLY_AXON = "axon_only_app";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static TestDatabase database;

  @BeforeAll
  static void the_owner_migrates_and_admits() throws SQLException {
    database = TestDatabase.empty();
    Schema.migrate(database.pool());
    AxonSchema.migrate(database.pool());
    database.ensureRole(ROLE);
    database.ensureRole(ONLY_AXON);
    Schema.admit(database.pool(), ROLE);
    database.execute("SELECT attune.admit_axon('" + ROLE + "')");
    database.execute("SELECT attune.admit_axon('" + ONLY_AXON + "')");
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void commands_tokens_dead_letters_and_snapshots_work() throws Exception {
    try (RunningShop shop =
        RunningShop.on(
            database, "spring.datasource.url=" + url(ROLE), "attune.event-store.migrate=false",
            "axon.eventhandling.processors.ledger.dlq.enabled=true")) {
      shop.bean(Ledger.class).refuse("b1");
      shop.send(new Basket.Open("b1"));
      shop.send(new Basket.Add("b1", "tea"));
      shop.send(new Basket.Open("b2"));
      shop.send(new Basket.Add("b2", "coffee"));
      assertThat(shop.entries(1)).containsExactly("b2 coffee");
      await("SELECT count(*) FROM attune.axon_dead_letter", "1");
      await("SELECT count(*) FROM attune.axon_token WHERE processorName = 'ledger' AND token IS NOT NULL", "1");

      shop.bean(Ledger.class).refuseNone();
      shop.bean(Configuration.class)
          .eventProcessingConfiguration()
          .sequencedDeadLetterProcessor("ledger")
          .orElseThrow()
          .processAny();
      assertThat(shop.entries(2)).containsExactly("b2 coffee", "b1 tea");
      await("SELECT count(*) FROM attune.axon_dead_letter", "0");

      EventStorageEngine engine = shop.bean(EventStorageEngine.class);
      engine.storeSnapshot(new GenericDomainEventMessage<>("Basket", "b1", 1, Map.of("items", 1)));
      assertThat(engine.readSnapshot("b1").orElseThrow().getSequenceNumber()).isEqualTo(1);
      assertThat(database.value("SELECT count(*) FROM pg_stat_activity WHERE usename = '" + ROLE + "'"))
          .as("it was that role")
          .isNotEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE attune.event SET data = '\\x00'",
        "DELETE FROM attune.claim",
        "SELECT attune.raise_epoch(1)",
        "TRUNCATE attune.axon_token",
        "DROP TABLE attune.axon_token",
        "ALTER TABLE attune.axon_dead_letter ADD COLUMN more text",
        "CREATE INDEX ON attune.axon_dead_letter (messageType)",
        "CREATE TABLE attune.mine (id int)",
        "DELETE FROM attune.axon_schema_history",
        "SELECT attune.admit_axon('shop_app')",
        "SELECT attune.admit('shop_app')"
      })
  void beyond_that_it_cannot(String statement) {
    assertRefused(ROLE, statement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM attune.event",
        "SELECT * FROM attune.claim",
        "SELECT * FROM attune.snapshot",
        "SELECT attune.prepare_partitions(10000)",
        "SELECT attune.notice_promotion()"
      })
  void the_right_to_axons_tables_alone_gives_nothing_of_the_log(String statement) throws SQLException {
    as(ONLY_AXON, "SELECT * FROM attune.axon_token");
    assertRefused(ONLY_AXON, statement);
  }

  private static void assertRefused(String role, String statement) {
    assertThatThrownBy(() -> as(role, statement))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
  }

  private static void await(String sql, String value) throws Exception {
    for (int i = 0; i < 2_000 && !database.value(sql).equals(value); i++) {
      Thread.sleep(10);
    }
    assertThat(database.value(sql)).isEqualTo(value);
  }

  private static void as(String role, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(role));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String url(String role) {
    return database.jdbcUrl().replaceFirst("user=postgres", "user=" + role);
  }
}
