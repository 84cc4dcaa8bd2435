package dev.attune.infra.bench.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.attune.eventstore.schema.Schema;
import dev.attune.infra.stack.Component;
import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL of its own for a benchmark, as {@code ./attune up} starts it; gone with all data afterwards. */
final class BenchServer implements AutoCloseable {

  /** Besides the settings of the stack: enough connections for rivals that need one for each writer. */
  private static final String LOCAL_CONF =
      "max_connections = 150\nshared_buffers = 256MB\nmax_wal_size = 4GB\nmin_wal_size = 1536MB\n";

  /** As much as {@code min_wal_size}. */
  private static final String FILL_WAL =
      "SELECT sum(pg_logical_emit_message(false, 'bench', repeat('x', 16000000)) - '0/0'::pg_lsn)"
          + " FROM generate_series(1, 96)";

  private static final String COMMITTED_MICROS =
      "(extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint";

  private final LocalStack stack;
  private final int port;
  private boolean closed;

  private BenchServer(LocalStack stack, int port) {
    this.stack = stack;
    this.port = port;
  }

  static BenchServer start() {
    return start("");
  }

  /** @param more settings, one a line */
  static BenchServer start(String more) {
    Settings settings = Settings.fromEnvironment();
    Path folder = settings.home().resolve("bench").resolve("server-" + ProcessHandle.current().pid());
    int port = LocalStack.of(settings).freePort();
    Map<String, String> environment = Map.of("ATTUNE_POSTGRES_PORT", String.valueOf(port));
    LocalStack stack = LocalStack.of(new Settings(settings.repository(), folder, settings.binaries(), environment));
    BenchServer server = new BenchServer(stack, port);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "end-bench-server"));
    stack.start(Component.POSTGRES);
    try {
      stack.stop(stack.first(Component.POSTGRES));
      Files.writeString(folder.resolve("postgres").resolve("data").resolve("local.conf"), LOCAL_CONF + more);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stack.start(Component.POSTGRES);
    server.runIn();
    return server;
  }

  /**
   * A new server makes each WAL file in somebody's commit: 16 MB of zeros and an fsync. One that has run for a while uses
   * them again, and so does this one from here on.
   */
  private void runIn() {
    execute(FILL_WAL);
    stack.stop(stack.first(Component.POSTGRES));
    stack.start(Component.POSTGRES);
  }

  /** A new connection each time. */
  DataSource direct() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName("attune");
    source.setUser("attune");
    source.setPassword(stack.postgresPassword());
    source.setReWriteBatchedInserts(true);
    return source;
  }

  HikariDataSource pool(int connections) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(direct());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(connections);
    return new HikariDataSource(config);
  }

  /** What another process needs to get here; the password goes through the environment only. */
  void reachable(Map<String, String> environment) {
    environment.put("BENCH_URL", "jdbc:postgresql://127.0.0.1:" + port + "/attune");
    environment.put("BENCH_PASSWORD", stack.postgresPassword());
  }

  /** The schema of the log, empty. */
  void freshLog() {
    execute("DROP SCHEMA IF EXISTS attune CASCADE");
    Schema.migrate(direct());
  }

  void execute(String sql) {
    try (Connection connection = direct().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  String value(String sql) {
    try (Connection connection = direct().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * When rows began to be committed, in nanoseconds since 1970; needs {@code track_commit_timestamp}.
   *
   * @param query gives their id and, in place of {@code %s}, that time
   */
  Map<UUID, Long> commits(String query) {
    Map<UUID, Long> commits = new HashMap<>();
    try (Connection connection = direct().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query.formatted(COMMITTED_MICROS))) {
      while (rows.next()) {
        commits.put(rows.getObject(1, UUID.class), TimeUnit.MICROSECONDS.toNanos(rows.getLong(2)));
      }
      return commits;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What counts for a comparison, in one line. */
  String describe() {
    return "PostgreSQL %s, fsync %s, synchronous_commit %s, full_page_writes %s, shared_buffers %s"
        .formatted(
            value("SHOW server_version"), value("SHOW fsync"), value("SHOW synchronous_commit"),
            value("SHOW full_page_writes"), value("SHOW shared_buffers"));
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      stack.close();
      stack.delete();
    }
  }
}
