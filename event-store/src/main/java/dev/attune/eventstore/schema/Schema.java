package dev.attune.eventstore.schema;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the schema {@code attune} of a database to this version's state. */
public final class Schema {

  private Schema() {}

  /**
   * Applies what is missing. Safe to call from several nodes at once; needs the rights of the schema's owner.
   *
   * <p>Gives the role {@code attune_app}, if it exists, what the application needs; {@code SELECT attune.admit('role')}
   * does so for another.
   *
   * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached or was migrated by a newer version
   */
  public static void migrate(DataSource database) {
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(database)
        .schemas("attune")
        .table("schema_history")
        .locations("classpath:dev/attune/eventstore/schema")
        .placeholderReplacement(false)
        .load()
        .migrate();
  }
}
