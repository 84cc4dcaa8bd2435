package dev.attune.eventstore;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.attune.eventstore.schema.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own on a real PostgreSQL with fsync on. The server is started once for each test run; it ends with
 * it.
 */
public final class TestDatabase implements AutoCloseable {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;
  private final HikariDataSource pool;

  private TestDatabase(String name) {
    this.name = name;
    HikariConfig config = new HikariConfig();
    config.setDataSource(direct("127.0.0.1", port()));
    config.setMaximumPoolSize(16);
    config.setMinimumIdle(0);
    config.setPoolName(name);
    this.pool = new HikariDataSource(config);
  }

  /** A new database without tables. */
  public static TestDatabase empty() {
    String name = "test" + COUNT.incrementAndGet();
    administer("CREATE DATABASE " + name);
    return new TestDatabase(name);
  }

  /** A new database with the schema of the log. */
  public static TestDatabase create() {
    TestDatabase database = empty();
    Schema.migrate(database.pool());
    return database;
  }

  /** A pool of 16 connections. */
  public DataSource pool() {
    return pool;
  }

  /** A new connection each time. */
  public DataSource direct() {
    return direct("127.0.0.1", port());
  }

  /** As {@link #direct()}, by another way: a proxy. */
  public DataSource direct(String host, int port) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {host});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(name);
    source.setUser("postgres");
    return source;
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(port(), name);
  }

  public static int port() {
    return Server.POSTGRES.getPort();
  }

  /** Runs a statement that gives no rows. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A role of the server that may log in and owns nothing. */
  public void ensureRole(String role) {
    administer(
        "DO $$ BEGIN CREATE ROLE %s LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            .formatted(role));
  }

  /** A tablespace of the server, within its data folder. */
  public void ensureTablespace(String tablespace) throws SQLException {
    if (value("SELECT count(*) FROM pg_tablespace WHERE spcname = '" + tablespace + "'").equals("0")) {
      try (Connection connection = direct().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("SET allow_in_place_tablespaces = on");
        statement.execute("CREATE TABLESPACE " + tablespace + " LOCATION ''");
      }
    }
  }

  /** The first column of the first row. */
  public String value(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Override
  public void close() {
    pool.close();
    // The server's last checkpoint at the end of the run must not have to sync what nobody needs.
    administer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  private static void administer(String sql) {
    try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "200")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
