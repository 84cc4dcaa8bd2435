package dev.attune.eventstore.axon;

import javax.sql.DataSource;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterSchema;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.flywaydb.core.Flyway;

/** Tables for Axon's own JDBC token store and dead letters, in the schema {@code attune}, beside the log. */
public final class AxonSchema {

  private AxonSchema() {}

  /**
   * Applies what is missing, after {@link dev.attune.eventstore.schema.Schema#migrate}. Safe to call from several nodes at
   * once; needs the rights of the schema's owner.
   *
   * <p>Gives the role {@code attune_app}, if it exists, what the application needs; {@code SELECT
   * attune.admit_axon('role')} does so for another.
   *
   * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached or was migrated by a newer version
   */
  public static void migrate(DataSource database) {
    Flyway.configure(AxonSchema.class.getClassLoader())
        .dataSource(database)
        .schemas("attune")
        .table("axon_schema_history")
        // the log's tables are there already
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .locations("classpath:dev/attune/eventstore/axon/schema")
        .placeholderReplacement(false)
        .load()
        .migrate();
  }

  /** For {@code JdbcTokenStore}. */
  public static TokenSchema tokens() {
    return TokenSchema.builder().setTokenTable("attune.axon_token").build();
  }

  /** For {@code JdbcSequencedDeadLetterQueue}. */
  public static DeadLetterSchema deadLetters() {
    return DeadLetterSchema.builder().deadLetterTable("attune.axon_dead_letter").build();
  }
}
