package dev.attune.eventstore.append;

import dev.attune.eventstore.schema.EpochAdministration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The appender's own connection. Not thread-safe. A lost one is replaced, and what was on its way is sent again. */
final class DatabaseLink {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseLink.class);

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final Duration PREPARE_AGAIN = Duration.ofSeconds(2);
  private static final String ROOM =
      "SELECT coalesce((SELECT max(p.to_position) FROM attune.event_partition p), 1),"
          + " coalesce((SELECT e.position FROM attune.event e ORDER BY e.position DESC LIMIT 1), 0)";

  private final DataSource database;
  private final AppenderOptions options;
  private final AppenderMetrics metrics;
  private final Map<String, Short> types = new HashMap<>();
  private @Nullable Connection connection;
  private @Nullable BatchCalls calls;
  private long known;
  private boolean smooth = true;
  private long preparedUntil;
  private long prepareAgainAt = Long.MIN_VALUE;

  DatabaseLink(DataSource database, AppenderOptions options, AppenderMetrics metrics) {
    this.database = database;
    this.options = options;
    this.metrics = metrics;
  }

  /**
   * Appends a batch, on as many connections as it takes until the deadline ({@link System#nanoTime}).
   *
   * @throws SQLException if the database refuses the batch; nothing of it is stored
   * @throws OutcomeUnknownException if the deadline has passed
   */
  Reply append(WavePlan plan, long deadline) throws SQLException {
    boolean resent = false;
    Duration pause = Duration.ofMillis(5);
    while (true) {
      try {
        Connection open = open();
        types(open, plan);
        return call(calls(open), plan, resent);
      } catch (SQLException e) {
        if (Refusals.isRefusal(e)) {
          if (resent) {
            // An earlier try may have been stored: to call the batch refused could be a lie.
            throw new OutcomeUnknownException(e);
          }
          throw e;
        }
        // From here on the batch may be stored already; append_units finds that out under its lock.
        resent = true;
        drop();
        metrics.connectionLost(e);
        if (System.nanoTime() >= deadline) {
          throw new OutcomeUnknownException(e);
        }
        rest(pause, e);
        pause = pause.multipliedBy(2).compareTo(Duration.ofMillis(250)) > 0 ? Duration.ofMillis(250) : pause.multipliedBy(2);
      }
    }
  }

  /** Breaks the connection, whatever it is at. */
  void drop() {
    Connection lost = forget();
    if (lost != null) {
      try {
        lost.abort(Runnable::run);
      } catch (SQLException ignored) {
        // It is lost already.
      }
      giveBack(lost);
    }
  }

  /** Gives the connection back, which is at nothing. */
  void end() {
    Connection idle = forget();
    if (idle != null) {
      giveBack(idle);
    }
  }

  private @Nullable Connection forget() {
    Connection last = connection;
    connection = null;
    calls = null;
    known = 0;
    types.clear();
    preparedUntil = 0;
    return last;
  }

  /** A pool counts a connection as taken until it is closed, even a broken one. */
  private static void giveBack(Connection done) {
    try {
      done.close();
    } catch (SQLException ignored) {
      // It was broken: the pool has thrown it away.
    }
  }

  private BatchCalls calls(Connection open) throws SQLException {
    BatchCalls ready = calls;
    if (ready == null) {
      ready = new BatchCalls(open);
      calls = ready;
    }
    return ready;
  }

  private Connection open() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = database.getConnection();
      connection = open;
      open.setAutoCommit(true);
      open.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      open.setNetworkTimeout(Runnable::run, Math.toIntExact(options.answerWithin().toMillis()));
      EpochAdministration.noticePromotion(open)
          .ifPresent(raised -> LOG.warn(
              "PostgreSQL is another server than before (promoted or restored): epoch {} begins at position {}",
              raised.epoch(), raised.from()));
      preparePartitions(open);
    }
    return open;
  }

  /**
   * As a whole while all goes as expected. After a batch in which something did not, looks at each unit of the next: what
   * fails as a whole costs a second try.
   */
  private Reply call(BatchCalls to, WavePlan plan, boolean resent) throws SQLException {
    Batch batch = new Batch(plan, types);
    Batch.Whole whole = smooth && !resent ? batch.whole() : null;
    Reply reply = whole == null ? null : to.whole(plan, batch, whole, known);
    if (reply == null) {
      reply = to.each(plan, batch, resent);
    }
    known = reply.position();
    smooth = reply.smooth();
    return reply;
  }

  /** Makes the next partition long before it is needed. */
  void prepareBeyond(long position) {
    if (position + options.partitionSize() < preparedUntil || System.nanoTime() < prepareAgainAt) {
      return;
    }
    try {
      preparePartitions(open());
    } catch (SQLException e) {
      metrics.connectionLost(e);
      drop();
    }
  }

  private void preparePartitions(Connection open) throws SQLException {
    try (PreparedStatement statement = open.prepareStatement("SELECT attune.prepare_partitions(?)")) {
      statement.setLong(1, options.partitionSize());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        preparedUntil = rows.getLong(1);
        prepareAgainAt = Long.MIN_VALUE;
      }
    } catch (SQLException e) {
      if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
      goOnWithoutNew(open, e);
    }
  }

  /** Somebody holds the table (an index is built, it is analyzed): that is no reason to stop while there is room. */
  private void goOnWithoutNew(Connection open, SQLException locked) throws SQLException {
    try (PreparedStatement statement = open.prepareStatement(ROOM);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      long until = rows.getLong(1);
      if (until - rows.getLong(2) <= options.batchEvents()) {
        throw locked;
      }
      preparedUntil = until;
      prepareAgainAt = System.nanoTime() + PREPARE_AGAIN.toNanos();
      LOG.warn("The log's next partition cannot be made yet, something holds the table; there is room up to {}", until - 1);
    }
  }

  private void types(Connection open, WavePlan plan) throws SQLException {
    for (WavePlan.Placed unit : plan.units()) {
      for (QueuedUnit.ReadyStream stream : unit.queued().streams()) {
        for (QueuedUnit.ReadyEvent event : stream.events()) {
          if (!types.containsKey(event.name())) {
            types.put(event.name(), type(open, event.name()));
          }
        }
      }
    }
  }

  private static short type(Connection open, String name) throws SQLException {
    try (PreparedStatement statement = open.prepareStatement("SELECT attune.event_type_of(?)")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getShort(1);
      }
    }
  }

  private static void rest(Duration pause, SQLException lost) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutcomeUnknownException(lost);
    }
  }
}
