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

  private final DataSource database;
  private final AppenderOptions options;
  private final AppenderMetrics metrics;
  private final PartitionsAhead partitions;
  private final Map<String, Short> types = new HashMap<>();
  private @Nullable Connection connection;
  private @Nullable BatchCalls calls;
  private long known;
  private boolean smooth = true;

  DatabaseLink(DataSource database, AppenderOptions options, AppenderMetrics metrics) {
    this.database = database;
    this.options = options;
    this.metrics = metrics;
    this.partitions = new PartitionsAhead(database, options.partitionSize());
  }

  /** The database refuses a batch as it is. */
  static final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final SQLException refusal;
    private final boolean resent;

    private RefusedException(SQLException refusal, boolean resent) {
      super(refusal.getMessage(), refusal);
      this.refusal = refusal;
      this.resent = resent;
    }

    SQLException refusal() {
      return refusal;
    }

    /** Whether the batch was sent before, and its answer was lost: then it may be stored all the same. */
    boolean resent() {
      return resent;
    }
  }

  /**
   * Appends a batch, on as many connections as it takes until the deadline ({@link System#nanoTime}).
   *
   * @param sentBefore if its units were on their way before, and the answer was lost
   * @throws RefusedException if the database refuses the batch; this call has stored nothing of it, unless it was resent
   * @throws OutcomeUnknownException if the deadline has passed
   */
  Reply append(WavePlan plan, long deadline, boolean sentBefore) throws RefusedException {
    boolean resent = sentBefore;
    boolean outgrown = false;
    Duration pause = Duration.ofMillis(5);
    while (true) {
      try {
        Connection open = open();
        if (outgrown) {
          partitions.now(open);
        }
        types(open, plan);
        return call(calls(open), plan, resent);
      } catch (SQLException e) {
        if (PartitionsAhead.isMissing(e) && !outgrown) {
          outgrown = true;
          continue;
        }
        if (Refusals.isRefusal(e)) {
          throw new RefusedException(e, resent);
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

  /** Gives the connection back, which is at nothing, for the last time. */
  void end() {
    partitions.end();
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

  /** Has the next partition made long before it is needed. */
  void prepareBeyond(long position) {
    partitions.beyond(position);
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
