package dev.attune.eventstore.schema;

import dev.attune.eventstore.schema.Partitions.Partition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Puts a copy in the place of a partition, which needs the log's lock for itself. Who waits for that lock makes all others
 * wait behind it, appends too: so it is asked for only when no transaction holds the log for long, for a short time, and
 * seldom.
 */
final class PartitionSwap {

  /** Longer than an append takes. Those that wait behind it wait no longer. */
  private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '200ms'";

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** What holds the log now and still does after this time is waited for without a place in the queue. */
  private static final Duration LONG = Duration.ofMillis(200);

  /** Ten times the time for which others may have waited. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** Needs no right to see what others do. */
  private static final String HOLDERS =
      """
      SELECT DISTINCT l.pid || ' ' || l.virtualtransaction FROM pg_locks l
      WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid()
        AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
        AND l.relation IN ('attune.event'::regclass, format('attune.%I', ?::text)::regclass)
      """;

  private final Connection connection;
  private final Partition partition;
  private final String copy;

  /** @param connection not in autocommit mode, with no transaction begun */
  PartitionSwap(Connection connection, Partition partition, String copy) {
    this.connection = connection;
    this.partition = partition;
    this.copy = copy;
  }

  /** @throws SQLException if the moment did not come in time; nothing is changed then */
  void within(Duration patience) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (isHeldForLong() || !swap()) {
      if (System.nanoTime() >= deadline) {
        throw new SQLException(
            "The log was held by one transaction after another for %s; the copy of partition %s is kept, and the next move goes on with it"
                .formatted(patience, partition.name()));
      }
      Thread.sleep(LONG);
    }
  }

  private boolean isHeldForLong() throws SQLException, InterruptedException {
    Set<String> before = holders();
    if (before.isEmpty()) {
      return false;
    }
    Thread.sleep(LONG);
    before.retainAll(holders());
    return !before.isEmpty();
  }

  private Set<String> holders() throws SQLException {
    Set<String> holders = new HashSet<>();
    try (PreparedStatement question = connection.prepareStatement(HOLDERS)) {
      question.setString(1, partition.name());
      try (ResultSet rows = question.executeQuery()) {
        while (rows.next()) {
          holders.add(rows.getString(1));
        }
      }
    }
    connection.rollback();
    return holders;
  }

  private boolean swap() throws SQLException, InterruptedException {
    String old = "attune." + Partitions.name(partition.name());
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOCK_TIMEOUT);
      statement.execute("ALTER TABLE attune.event DETACH PARTITION " + old);
      statement.execute("DROP TABLE " + old);
      statement.execute(
          "ALTER TABLE attune.%s RENAME TO %s"
              .formatted(Partitions.name(copy), Partitions.name(partition.name())));
      statement.execute(
          "ALTER TABLE attune.event ATTACH PARTITION %s FOR VALUES FROM (%d) TO (%d)"
              .formatted(old, partition.from(), partition.to()));
      statement.execute("ALTER TABLE " + old + " DROP CONSTRAINT place");
      connection.commit();
      return true;
    } catch (SQLException busy) {
      connection.rollback();
      if (!LOCK_NOT_AVAILABLE.equals(busy.getSQLState())) {
        throw busy;
      }
      Thread.sleep(PAUSE);
      return false;
    }
  }
}
