package dev.attune.eventstore.read;

import dev.attune.eventstore.append.LogSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for what other nodes append after a quiet while, and wakes the feeds of this process. One is enough for all of
 * them; it takes one connection for good. A feed needs none: without, it asks more often, and so it does while the
 * connection is lost, or when nothing comes through it.
 */
public final class LogListener implements AutoCloseable {

  /** How often idle feeds look all the same. */
  public static final Duration LOOK = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(LogListener.class);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  /** So soon it is noticed that it is over. */
  private static final Duration WAIT = Duration.ofMillis(200);

  /** After so many waits in vain the connection is seen to be alive. */
  private static final int WAITS = 25;

  private static final int VALID_SECONDS = 3;

  /** One may come to be missed by a slow commit or a clock that was set back, not so many in a row. */
  private static final int MOST_MISSED = 3;

  private final DataSource database;
  private final LogSignal signal;
  private final Duration look;
  private final Thread thread;
  private volatile boolean closed;
  private boolean lost;

  private LogListener(DataSource database, LogSignal signal, Duration look) {
    this.database = database;
    this.signal = signal;
    this.look = look;
    this.thread = Thread.ofPlatform().name("attune-listener").daemon().unstarted(this::run);
  }

  /** Begins to listen; idle feeds look every {@link #LOOK} all the same. */
  public static LogListener start(DataSource database, LogSignal signal) {
    return start(database, signal, LOOK);
  }

  /**
   * Begins to listen.
   *
   * @param look how often idle feeds look all the same
   */
  public static LogListener start(DataSource database, LogSignal signal, Duration look) {
    LogListener listener = new LogListener(database, signal, look);
    listener.thread.start();
    return listener;
  }

  private void run() {
    while (!closed) {
      try (Connection connection = database.getConnection()) {
        if (!connection.isWrapperFor(PGConnection.class)) {
          LOG.warn("Nothing can be listened for over these connections; feeds ask every 20 ms");
          return;
        }
        connection.setAutoCommit(true);
        if (!listen(connection, connection.unwrap(PGConnection.class))) {
          LOG.warn("Notifications do not come through these connections (a pooler between?); feeds ask every 20 ms");
          return;
        }
      } catch (SQLException | RuntimeException e) {
        if (!closed && !lost) {
          LOG.info("Nobody listens for what others append, until it can be tried again: {}", e.getMessage());
        }
        lost = true;
        pause();
      } finally {
        signal.deaf();
      }
    }
  }

  /** Until it is over; false if nothing comes through. */
  private boolean listen(Connection connection, PGConnection notifying) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN attune_appended");
      signal.listening(look);
      lost = false;
      for (int waits = 1; !closed; waits++) {
        PGNotification[] notifications = notifying.getNotifications(Math.toIntExact(WAIT.toMillis()));
        if (notifications != null && notifications.length > 0) {
          signal.wake();
        } else if (signal.missedInARow() >= MOST_MISSED) {
          break;
        } else if (waits % WAITS == 0 && !connection.isValid(VALID_SECONDS)) {
          throw new SQLException("The connection is lost");
        }
      }
      statement.execute("UNLISTEN attune_appended");
      return closed;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(TRY_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives the connection back. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(5 * WAIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
