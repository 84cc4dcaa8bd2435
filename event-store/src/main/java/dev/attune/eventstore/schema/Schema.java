package dev.attune.eventstore.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the schema {@code attune} of a database to this version's state. */
public final class Schema {

  private Schema() {}

  /**
   * Applies what is missing. Safe to call from several nodes at once; needs the rights of the schema's owner.
   *
   * <p>Gives the role {@code attune_app}, if it exists, what the application needs; {@link #admit} does so for another.
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

  /**
   * Gives a role what an application needs, and no more: it can neither change nor delete events, nor insert one but by
   * the append functions. As the owner, after each migration.
   */
  public static void admit(DataSource owner, String role) {
    try (Connection connection = owner.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT attune.admit(r), attune.admit_snapshots(r) FROM (VALUES (?::name)) AS role (r)")) {
      statement.setString(1, role);
      statement.executeQuery().close();
    } catch (SQLException e) {
      throw new IllegalStateException("The role '%s' cannot be given its rights: %s".formatted(role, e.getMessage()), e);
    }
  }

  /**
   * Has events of rare types found by an index, for {@code EventReader.logOf}: as the owner, before the first of them is
   * stored. A type that has events already is found by reading the log, as before.
   *
   * @param names stored names
   */
  public static void indexTypes(DataSource database, Collection<String> names) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement("SELECT attune.index_type(?)")) {
      for (String name : names) {
        statement.setString(1, name);
        statement.executeQuery().close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Event types cannot be indexed: " + e.getMessage(), e);
    }
  }
}
