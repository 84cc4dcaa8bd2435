package dev.attune.command.platform;

import com.zaxxer.hikari.HikariDataSource;
import dev.attune.contracts.DefinitionEvent;
import dev.attune.contracts.SourceEvent;
import dev.attune.contracts.Stored;
import dev.attune.eventstore.schema.EpochAdministration;
import dev.attune.eventstore.schema.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
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
      if (postgres.owner().isEmpty()) {
        awaitDatabase(database, postgres.url(), postgres.user(), postgres.waitAtStart());
        migrate(database);
        noticePromotion(database);
      } else {
        DataSource owner = owner(postgres);
        awaitDatabase(owner, postgres.url(), postgres.owner(), postgres.waitAtStart());
        migrate(owner);
        Schema.admit(owner, postgres.user());
        admit(owner, postgres.user());
        noticePromotion(owner);
      }
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static void migrate(DataSource owner) {
    Schema.migrate(owner);
    Schema.indexTypes(owner, FOLLOWED);
    Flyway.configure(Migration.class.getClassLoader())
        .dataSource(owner)
        .schemas("attune_command")
        .table("schema_history")
        .locations("classpath:dev/attune/command/schema")
        .placeholderReplacement(false)
        .load()
        .migrate();
  }

  /** Before anything is read or stored: consumers that hold what this server has lost are told at once. */
  private static void noticePromotion(DataSource owner) {
    try {
      new EpochAdministration(owner)
          .noticePromotion()
          .ifPresent(raised -> LOG.warn(
              "PostgreSQL is another server than before (promoted or restored): epoch {} begins at position {}",
              raised.epoch(), raised.from()));
    } catch (SQLException e) {
      throw new IllegalStateException("The epoch of the log cannot be looked at: " + e.getMessage(), e);
    }
  }

  private static DataSource owner(Settings.Postgres postgres) {
    PGSimpleDataSource owner = new PGSimpleDataSource();
    owner.setUrl(postgres.url());
    owner.setUser(postgres.owner());
    owner.setPassword(postgres.ownerPassword());
    return owner;
  }

  /** What this service keeps beside the log is its own to change. */
  private static void admit(DataSource owner, String role) {
    try (Connection connection = owner.getConnection();
        PreparedStatement statement = connection.prepareStatement("SELECT attune_command.admit(?)")) {
      statement.setString(1, role);
      statement.executeQuery().close();
    } catch (SQLException e) {
      throw new IllegalStateException("The role '%s' cannot be given its rights: %s".formatted(role, e.getMessage()), e);
    }
  }

  private static void awaitDatabase(DataSource database, String url, String user, Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      try (Connection connection = database.getConnection()) {
        if (connection.isValid(3)) {
          return;
        }
      } catch (SQLException e) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "PostgreSQL at %s does not answer to user '%s': %s. Start it, or set ATTUNE_POSTGRES_URL, _USER, _PASSWORD."
                  .formatted(url, user, e.getMessage()),
              e);
        }
        LOG.info("Waiting for PostgreSQL at {}", url);
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
