package dev.attune.infra.torture.log;

import dev.attune.eventstore.append.StreamHead;
import dev.attune.infra.torture.Interruption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Heads as the database has them, over a few connections that are kept while they work. Thread-safe. */
final class StoredHeads implements LogWriter.Heads, AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int CONNECTIONS = 12;

  private final DataSource database;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final Semaphore free = new Semaphore(CONNECTIONS);

  StoredHeads(DataSource database) {
    this.database = database;
  }

  @Override
  public StreamHead of(UUID stream) {
    while (true) {
      StreamHead head = tried(stream);
      if (head != null) {
        return head;
      }
      Interruption.pause(PAUSE);
    }
  }

  @Override
  public void close() {
    for (Connection each = idle.poll(); each != null; each = idle.poll()) {
      end(each);
    }
  }

  /** Null if the database is away. */
  private @Nullable StreamHead tried(UUID stream) {
    free.acquireUninterruptibly();
    Connection connection = idle.poll();
    try {
      if (connection == null) {
        connection = database.getConnection();
      }
      StreamHead head = read(connection, stream);
      idle.push(connection);
      return head;
    } catch (SQLException away) {
      end(connection);
      return null;
    } finally {
      free.release();
    }
  }

  private static StreamHead read(Connection connection, UUID stream) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT h.version, uuid_send(h.chain) FROM attune.stream_head h WHERE h.stream = ?")) {
      statement.setObject(1, stream);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? new StreamHead(stream, row.getLong(1), row.getBytes(2)) : StreamHead.empty(stream);
      }
    }
  }

  private static void end(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException ignored) {
        // It is lost already.
      }
    }
  }
}
