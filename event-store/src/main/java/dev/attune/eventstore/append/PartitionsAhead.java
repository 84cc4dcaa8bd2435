package dev.attune.eventstore.append;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the log's next partitions long before they are needed, on a thread and a connection of its own: a partition cannot
 * be attached while the log is analyzed, an index is built or a partition moves, and no append shall wait for that.
 * Thread-safe.
 */
final class PartitionsAhead {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionsAhead.class);

  /** What waits for a lock makes others wait behind it: better to come again. */
  private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '1s'";

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String NO_PARTITION = "23514";

  private final DataSource database;
  private final long size;
  private final AtomicBoolean underWay = new AtomicBoolean();

  /** First position that has no partition, as far as is known; of a restored database it may be less, which an append sees. */
  private volatile long until;

  private volatile boolean ended;
  private volatile @Nullable Thread preparing;

  /** @param size positions of a partition */
  PartitionsAhead(DataSource database, long size) {
    this.database = database;
    this.size = size;
  }

  /** Sees to it that there is more than a whole partition behind a position. Waits for nothing. */
  void beyond(long position) {
    if (position + size >= until && !ended && underWay.compareAndSet(false, true)) {
      preparing = Thread.ofVirtual().name("attune-partitions").start(this::prepare);
    }
  }

  /** Gives up what could not be made yet. */
  void end() {
    ended = true;
    Thread last = preparing;
    if (last != null) {
      last.interrupt();
      try {
        last.join(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** True if the log has reached the end of its last partition: nothing of the statement is stored. */
  static boolean isMissing(SQLException refusal) {
    return NO_PARTITION.equals(refusal.getSQLState());
  }

  /** Makes them on the caller's connection, which is in autocommit mode, because there is no place left. */
  void now(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        PreparedStatement call = connection.prepareStatement("SELECT attune.prepare_partitions(?)")) {
      statement.execute(LOCK_TIMEOUT);
      call.setLong(1, size);
      try (ResultSet rows = call.executeQuery()) {
        rows.next();
        until = rows.getLong(1);
      }
      connection.commit();
    } catch (SQLException failed) {
      connection.rollback();
      throw failed;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private void prepare() {
    try {
      for (boolean first = true; !ended && !isPrepared(first); first = false) {
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.set(false);
    }
  }

  private boolean isPrepared(boolean first) {
    try (Connection connection = database.getConnection()) {
      now(connection);
      return true;
    } catch (SQLException | RuntimeException failed) {
      if (first && !ended) {
        LOG.warn("The log's next partition cannot be made yet, and is tried again each second: {}", failed.toString());
      }
      return false;
    }
  }
}
