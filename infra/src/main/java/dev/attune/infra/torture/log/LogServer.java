package dev.attune.infra.torture.log;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.attune.eventstore.schema.Schema;
import dev.attune.infra.stack.Component;
import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.StackException;
import dev.attune.infra.torture.Interruption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** A PostgreSQL of the torture's own with fsync on and the schema of the log, as {@code ./attune up} starts it. */
final class LogServer implements AutoCloseable {

  private static final String HARNESS = "torture-harness";

  private static final Duration REVIVAL = Duration.ofSeconds(30);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final LocalStack stack;

  private LogServer(LocalStack stack) {
    this.stack = stack;
  }

  /** Starts it in a temporary folder. */
  static LogServer start() {
    return start("");
  }

  /**
   * Starts it in a temporary folder.
   *
   * @param settings of the server, one a line, besides those of the stack
   */
  static LogServer start(String settings) {
    try {
      return start(Files.createTempDirectory("attune-log-torture-"), settings);
    } catch (IOException e) {
      throw new StackException("Cannot write to the temporary folder: " + e.getMessage(), e);
    }
  }

  /** As {@link #start(String)}, in this folder. */
  static LogServer start(Path folder, String settings) {
    try {
      LogServer server = new LogServer(LocalStack.temporary(folder));
      server.restart();
      if (!settings.isEmpty()) {
        server.stop();
        Files.writeString(server.data().resolve("local.conf"), settings);
        server.restart();
      }
      server.freshLog();
      return server;
    } catch (IOException e) {
      throw new StackException("Cannot write to the temporary folder: " + e.getMessage(), e);
    }
  }

  /** The schema of the log, empty. */
  void freshLog() {
    try {
      execute("DROP SCHEMA IF EXISTS attune CASCADE");
    } catch (SQLException e) {
      throw new StackException("The log's schema cannot be dropped: " + e.getMessage(), e);
    }
    Schema.migrate(database());
  }

  int port() {
    return stack.settings().port(Component.POSTGRES);
  }

  String password() {
    return stack.postgresPassword();
  }

  DataSource database() {
    return Databases.at(port(), password(), HARNESS);
  }

  HikariDataSource pool(int connections) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(connections);
    return new HikariDataSource(config);
  }

  Path data() {
    return stack.settings().home().resolve("postgres").resolve("data");
  }

  Path log() {
    return stack.log(stack.first(Component.POSTGRES));
  }

  /** Process id of the postmaster. */
  long pid() {
    try {
      return Long.parseLong(Files.readAllLines(data().resolve("postmaster.pid")).getFirst().strip());
    } catch (IOException e) {
      throw new StackException("PostgreSQL does not run: " + e.getMessage(), e);
    }
  }

  /** {@code kill -9} of the postmaster; its children may end what they are at. */
  void killPostmaster() {
    stack.kill(Component.POSTGRES);
  }

  /** {@code kill -9} of all its processes. */
  void killAll() {
    stack.close();
  }

  void stop() {
    stack.stop(stack.first(Component.POSTGRES));
  }

  /** Starts it again, if it does not run, and returns when it serves. */
  void restart() {
    stack.start(Component.POSTGRES);
  }

  /** Has it serve again, however it has ended or is about to end. */
  void revive() {
    long deadline = System.nanoTime() + REVIVAL.toNanos();
    while (true) {
      try {
        restart();
        return;
      } catch (StackException endedAgain) {
        if (System.nanoTime() > deadline) {
          throw endedAgain;
        }
      }
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = database().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row; empty if there is none. */
  String value(String sql) throws SQLException {
    try (Connection connection = database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  /** What is asked of the database. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws SQLException;
  }

  /** Asks again while the database recovers from an earlier blow; perhaps twice, if only the answer was lost. */
  <T> T patiently(Question<T> question) throws SQLException {
    long deadline = System.nanoTime() + REVIVAL.toNanos();
    while (true) {
      try {
        return question.ask();
      } catch (SQLException away) {
        String state = String.valueOf(away.getSQLState());
        if (!state.startsWith("57") && !state.startsWith("08") || System.nanoTime() > deadline) {
          throw away;
        }
        Interruption.pause(LOOK_AGAIN);
      }
    }
  }

  /** Where logs and data are, as long as it is not closed. */
  Path folder() {
    return stack.settings().home();
  }

  /** Kills it and deletes all its data. */
  @Override
  public void close() {
    stack.close();
    stack.delete();
  }
}
