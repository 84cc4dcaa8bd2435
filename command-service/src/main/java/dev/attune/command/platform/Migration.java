package dev.attune.command.platform;

import com.zaxxer.hikari.HikariDataSource;
import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.SourceEvent;
import dev.attune.contracts.Stored;
import dev.attune.eventstore.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the database at start, and brings the schemas of the log and of this service to this version's state. */
final class Migration {

  private static final Logger LOG = LoggerFactory.getLogger(Migration.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Found at each start, see {@link LogFollower}. */
  private static final List<String> FOLLOWED =
      Stream.of(DefinitionEvent.class, SourceEvent.class)
          .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
          .map(type -> type.getAnnotation(Stored.class).name())
          .toList();

  private Migration() {}

  static void run(HikariDataSource database, Settings.Postgres postgres) {
    try {
      awaitDatabase(database, postgres);
      Schema.migrate(database);
      Schema.indexTypes(database, FOLLOWED);
      Flyway.configure(Migration.class.getClassLoader())
          .dataSource(database)
          .schemas("attune_command")
          .table("schema_history")
          .locations("classpath:dev/attune/command/schema")
          .placeholderReplacement(false)
          .load()
          .migrate();
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static void awaitDatabase(HikariDataSource database, Settings.Postgres postgres) {
    long deadline = System.nanoTime() + postgres.waitAtStart().toNanos();
    while (true) {
      try (Connection connection = database.getConnection()) {
        if (connection.isValid(3)) {
          return;
        }
      } catch (SQLException e) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "PostgreSQL at %s does not answer to user '%s': %s. Start it, or set ATTUNE_POSTGRES_URL, _USER, _PASSWORD."
                  .formatted(postgres.url(), postgres.user(), e.getMessage()),
              e);
        }
        LOG.info("Waiting for PostgreSQL at {}", postgres.url());
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for PostgreSQL", e);
    }
  }
}
