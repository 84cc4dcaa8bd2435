package dev.attune.command.outbound;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right to relay: a session lock of PostgreSQL on a connection of its own, and a term that is raised by each holder,
 * so that a checkpoint of an earlier one is refused. A holder that is frozen loses it: it must use the connection within
 * {@link #IDLE_SECONDS}. Thread-safe.
 */
final class Lease implements Checkpoints, AutoCloseable {

  static final int IDLE_SECONDS = 10;

  private static final String LOCK = "SELECT pg_try_advisory_lock(hashtextextended('attune.relay', 0))";

  private static final String RAISE = "UPDATE attune_command.relay_term SET term = term + 1 RETURNING term";

  private static final String SAVE =
      """
      WITH mine AS (SELECT term FROM attune_command.relay_term WHERE term = ? FOR SHARE)
      INSERT INTO attune_command.relay_checkpoint (topic, topic_id, position, last_by_partition)
      SELECT ?, ?, ?, ? FROM mine
      ON CONFLICT (topic) DO UPDATE SET topic_id = excluded.topic_id, position = excluded.position,
        last_by_partition = excluded.last_by_partition
      """;

  private static final String LOAD =
      "SELECT topic_id, position, last_by_partition FROM attune_command.relay_checkpoint WHERE topic = ?";

  private final Connection connection;
  private long term;

  private Lease(Connection connection) {
    this.connection = connection;
  }

  /** A connection to try for the lease with. */
  static Lease on(Connection connection) throws SQLException {
    prepare(connection);
    return new Lease(connection);
  }

  static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // A checkpoint may be lost: what it names is sent again. So it need not wait for the disk.
      statement.execute("SET synchronous_commit = off");
      statement.execute("SET idle_session_timeout = '%ds'".formatted(IDLE_SECONDS));
    }
  }

  /** True if the right to relay is ours now. */
  synchronized boolean tryTake() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet locked = statement.executeQuery(LOCK)) {
        if (!locked.next() || !locked.getBoolean(1)) {
          return false;
        }
      }
      try (ResultSet raised = statement.executeQuery(RAISE)) {
        if (!raised.next()) {
          throw new SQLException("attune_command.relay_term has no row");
        }
        term = raised.getLong(1);
        return true;
      }
    }
  }

  /** Keeps the connection from being taken for that of a frozen node during long work elsewhere. */
  @Override
  public synchronized void touch() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  @Override
  public synchronized Optional<Checkpoint> load(String topic) throws SQLException {
    return load(connection, topic);
  }

  static Optional<Checkpoint> load(Connection connection, String topic) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
      statement.setString(1, topic);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(checkpoint(topic, row)) : Optional.empty();
      }
    }
  }

  private static Checkpoint checkpoint(String topic, ResultSet row) throws SQLException {
    Long[] last = (Long[]) row.getArray("last_by_partition").getArray();
    return new Checkpoint(topic, row.getString("topic_id"), row.getLong("position"), List.of(last));
  }

  /**
   * @throws LeaseLostException if somebody else has taken the lease since
   */
  synchronized void save(Checkpoint checkpoint) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
      statement.setLong(1, term);
      statement.setString(2, checkpoint.topic());
      statement.setString(3, checkpoint.topicId());
      statement.setLong(4, checkpoint.position());
      statement.setArray(5, connection.createArrayOf("bigint", checkpoint.lastByPartition().toArray()));
      if (statement.executeUpdate() == 0) {
        throw new LeaseLostException();
      }
    }
  }

  @Override
  public void close() {
    closeQuietly(connection);
  }

  static void closeQuietly(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // The lock ends with the connection, whichever way it ends.
    }
  }

  /** Another node relays now. */
  static final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLostException() {
      super("Another node has taken over the relay", null, false, false);
    }
  }
}
