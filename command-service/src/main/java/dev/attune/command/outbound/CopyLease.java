package dev.attune.command.outbound;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The right to write a copy into a topic: a session lock of PostgreSQL by the topic's name. The checkpoint is saved on the
 * connection that holds the lock, so whoever lost the one cannot do the other. Used by one thread at a time.
 */
final class CopyLease implements Checkpoints, AutoCloseable {

  private static final String LOCK = "SELECT pg_try_advisory_lock(hashtextextended('attune.relay.copy:' || ?, 0))";

  private static final String SAVE =
      """
      INSERT INTO attune_command.relay_checkpoint (topic, topic_id, position, last_by_partition)
      VALUES (?, ?, ?, ?)
      ON CONFLICT (topic) DO UPDATE SET topic_id = excluded.topic_id, position = excluded.position,
        last_by_partition = excluded.last_by_partition
      """;

  private final Connection connection;

  private CopyLease(Connection connection) {
    this.connection = connection;
  }

  /**
   * Takes the lease of a topic.
   *
   * @param connection closed with the lease, and if it is not to be had
   * @return empty if another node copies into the topic
   */
  static Optional<CopyLease> take(Connection connection, String topic) throws SQLException {
    CopyLease lease = new CopyLease(connection);
    boolean taken = false;
    try {
      taken = lease.tryTake(topic);
    } finally {
      if (!taken) {
        lease.close();
      }
    }
    return taken ? Optional.of(lease) : Optional.empty();
  }

  private boolean tryTake(String topic) throws SQLException {
    Lease.prepare(connection);
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      statement.setString(1, topic);
      try (ResultSet locked = statement.executeQuery()) {
        return locked.next() && locked.getBoolean(1);
      }
    }
  }

  @Override
  public Optional<Checkpoint> load(String topic) throws SQLException {
    return Lease.load(connection, topic);
  }

  void save(Checkpoint checkpoint) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
      statement.setString(1, checkpoint.topic());
      statement.setString(2, checkpoint.topicId());
      statement.setLong(3, checkpoint.position());
      statement.setArray(4, connection.createArrayOf("bigint", checkpoint.lastByPartition().toArray()));
      statement.executeUpdate();
    }
  }

  @Override
  public void touch() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  @Override
  public void close() {
    Lease.closeQuietly(connection);
  }
}
