package dev.attune.eventstore.verify;

import dev.attune.eventstore.read.LogScan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * Reads the whole log in one snapshot, while others append, and compares it with what it must be: positions from 1
 * without a gap, versions from 1 without a gap in each stream, each checksum and each link of each stream's hash chain
 * over the stored bytes, heads equal to the last events, claims whose unit has events of the stream that holds them, as
 * far as the log tells where a unit begins.
 *
 * <p>Memory is bounded: a log of more streams than fit is read in several passes, each for a part of the streams.
 *
 * <p>What it cannot see: events lost from the end of a stream together with its head; a claim that is missing, or whose
 * key was changed, since the key is a hash of what is not kept; a claim that names another unit of the same stream; times
 * of recording and the order of events of different streams, which no checksum holds. Two events of different streams
 * whose positions were swapped are seen only if that changes the last event of a stream, takes times of recording out of
 * order, or leaves a claim with a unit that has no event of its stream.
 */
public final class LogVerifier {

  private static final int FAULTS_KEPT = 20;
  private static final int ROWS = 2_000;

  /** What a stream takes in memory, roughly. */
  private static final long STREAM_BYTES = 200;

  /**
   * The stream of a claim is one of those that its unit appends to, and the position is that of the unit's last event. Where
   * a unit begins is not kept; its events are among the 1,000 of one batch, which were recorded at the same time.
   */
  private final DataSource database;
  private final long memory;

  /**
   * @param memory for the streams of a pass, in bytes
   */
  public LogVerifier(DataSource database, long memory) {
    this.database = database;
    this.memory = memory;
  }

  /** How many events there are to read; several passes read them several times. */
  public long work() throws SQLException {
    try (Connection connection = database.getConnection()) {
      return number(connection, "SELECT coalesce(max(e.position), 0) FROM attune.event e") * passes(connection);
    }
  }

  /**
   * Verifies.
   *
   * @param progress is told how many events were read since it was told last
   */
  public Findings verify(LongConsumer progress) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try {
        return verify(connection, progress);
      } finally {
        connection.rollback();
        connection.setReadOnly(false);
        connection.setAutoCommit(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      }
    }
  }

  private Findings verify(Connection connection, LongConsumer progress) throws SQLException {
    Faults faults = new Faults(FAULTS_KEPT);
    LogCheck log = new LogCheck(faults);
    int passes = passes(connection);
    long streams = 0;
    for (int pass = 0; pass < passes; pass++) {
      StreamCheck check = new StreamCheck(faults);
      int part = pass;
      long[] read = new long[1];
      LogScan.of(connection, stored -> {
        if (part == 0) {
          log.event(stored.envelope());
        }
        if (isOf(stored.envelope().stream(), part, passes)) {
          check.event(stored);
        }
        if (++read[0] % ROWS == 0) {
          progress.accept(ROWS);
        }
      });
      progress.accept(read[0] % ROWS);
      streams += check.size();
      heads(connection, check, part, passes);
    }
    ClaimCheck.of(connection, faults, FAULTS_KEPT + 1);
    long claims = number(connection, "SELECT count(*) FROM attune.claim");
    return new Findings(log.position(), streams, claims, faults.first(), faults.more());
  }

  private int passes(Connection connection) throws SQLException {
    long streams = number(connection, "SELECT count(*) FROM attune.stream_head");
    return (int) (streams * STREAM_BYTES / Math.max(1, memory)) + 1;
  }

  private static boolean isOf(UUID stream, int part, int passes) {
    return passes == 1 || Math.floorMod(stream.hashCode(), passes) == part;
  }

  private static void heads(Connection connection, StreamCheck check, int part, int passes) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT h.stream, h.version, h.position, uuid_send(h.chain) FROM attune.stream_head h")) {
      statement.setFetchSize(ROWS);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          UUID stream = rows.getObject(1, UUID.class);
          if (isOf(stream, part, passes)) {
            check.head(stream, rows.getLong(2), rows.getLong(3), rows.getBytes(4));
          }
        }
      }
    }
    check.noMoreHeads();
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
