package dev.attune.command.audience;

import dev.attune.core.audience.Standing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of who stands where, and the right to go on with it: a session lock of PostgreSQL on a connection of its own,
 * which has to be used within {@link #IDLE_SECONDS}. Who loses the one cannot write the other. Used by one thread.
 */
final class CrossingStore {

  private static final int IDLE_SECONDS = 15;
  private static final int SWEPT = 10_000;

  private static final String LOCK = "SELECT pg_try_advisory_lock(hashtextextended('attune.crossings', 0))";

  private static final String WATCHES =
      """
      SELECT id, audience, definition, since, since_at, seen, complete
      FROM attune_command.crossing_watch WHERE NOT ended ORDER BY id
      """;

  private static final String BEGIN =
      "INSERT INTO attune_command.crossing_watch (audience, definition, since, since_at) VALUES (?, ?, ?, ?)";

  private static final String SWEEP =
      """
      DELETE FROM attune_command.crossing_standing s
      WHERE (s.profile, s.watch) IN (
        SELECT o.profile, o.watch
        FROM attune_command.crossing_standing o JOIN attune_command.crossing_watch w ON w.id = o.watch
        WHERE w.ended LIMIT ?)
      """;

  private static final String STANDINGS =
      """
      SELECT p.position, s.profile, s.watch, s.member, s.due
      FROM attune_command.crossing_progress p
        LEFT JOIN attune_command.crossing_standing s ON s.profile = ANY (?)
      """;

  private static final String DUE =
      """
      SELECT s.profile FROM attune_command.crossing_standing s JOIN attune_command.crossing_watch w ON w.id = s.watch
      WHERE s.due <= ? AND NOT w.ended ORDER BY s.due LIMIT ?
      """;

  private static final String PUT =
      """
      INSERT INTO attune_command.crossing_standing (profile, watch, member, due) VALUES (?, ?, ?, ?)
      ON CONFLICT (profile, watch) DO UPDATE SET member = excluded.member, due = excluded.due
      """;

  private final Connection connection;

  private CrossingStore(Connection connection) {
    this.connection = connection;
  }

  /** The store, unless another node has the right to it. */
  static Optional<CrossingStore> take(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // What is lost with the database's last moments is made again, and was told once.
      statement.execute("SET synchronous_commit = off");
      statement.execute("SET idle_session_timeout = '%ds'".formatted(IDLE_SECONDS));
      try (ResultSet locked = statement.executeQuery(LOCK)) {
        return locked.next() && locked.getBoolean(1) ? Optional.of(new CrossingStore(connection)) : Optional.empty();
      }
    }
  }

  /**
   * A watch as it is stored.
   *
   * @param definition version of the audience
   */
  record Kept(
      int id, String audience, int definition, long since, Instant sinceAt, @Nullable UUID seen, boolean complete) {}

  /** A watch to begin with. */
  record Fresh(String audience, int definition, long since, Instant sinceAt) {}

  long progress() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT position FROM attune_command.crossing_progress")) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  Instant clock() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  List<Kept> watches() throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(WATCHES)) {
      List<Kept> watches = new ArrayList<>();
      while (row.next()) {
        watches.add(
            new Kept(
                row.getInt(1), row.getString(2), row.getInt(3), row.getLong(4),
                row.getObject(5, OffsetDateTime.class).toInstant(), row.getObject(6, UUID.class), row.getBoolean(7)));
      }
      return watches;
    }
  }

  /**
   * Ends some watches and begins others, as of a position.
   *
   * @param before the position that was kept before
   */
  void define(long before, long position, Collection<Integer> ended, List<Fresh> fresh) throws SQLException {
    together(() -> {
      update("UPDATE attune_command.crossing_watch SET ended = true WHERE id = ANY (?)", statement ->
          statement.setArray(1, connection.createArrayOf("int4", ended.toArray())));
      for (Fresh one : fresh) {
        update(BEGIN, statement -> {
          statement.setString(1, one.audience());
          statement.setInt(2, one.definition());
          statement.setLong(3, one.since());
          statement.setObject(4, utc(one.sinceAt()));
        });
      }
      reach(before, position);
    });
  }

  /** Removes some of what belongs to watches that ended; false once nothing is left of them. */
  boolean sweep() throws SQLException {
    if (update(SWEEP, statement -> statement.setInt(1, SWEPT)) > 0) {
      return true;
    }
    update("DELETE FROM attune_command.crossing_watch WHERE ended", statement -> {});
    return false;
  }

  /** Where people stand as of a position; outside where nothing is said. */
  Map<UUID, Map<Integer, Standing>> standings(Collection<UUID> people, long position) throws SQLException {
    Map<UUID, Map<Integer, Standing>> found = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(STANDINGS)) {
      statement.setArray(1, connection.createArrayOf("uuid", people.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (row.getLong(1) != position) {
            throw new ForgottenException();
          }
          UUID person = row.getObject(2, UUID.class);
          if (person != null) {
            OffsetDateTime due = row.getObject(5, OffsetDateTime.class);
            found.computeIfAbsent(person, one -> new HashMap<>())
                .put(row.getInt(3), new Standing(row.getBoolean(4), due == null ? null : due.toInstant()));
          }
        }
      }
    }
    return found;
  }

  /** People whom time alone may have moved, the longest due first; somebody may be named more than once. */
  List<UUID> due(Instant now, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DUE)) {
      statement.setObject(1, utc(now));
      statement.setInt(2, limit);
      try (ResultSet row = statement.executeQuery()) {
        List<UUID> due = new ArrayList<>();
        while (row.next()) {
          due.add(row.getObject(1, UUID.class));
        }
        return due;
      }
    }
  }

  /**
   * Keeps where people stand as of a position, and how far watches have been gone through.
   *
   * @param before the position that was kept before
   */
  void save(long before, long position, List<Changed> changed, List<Watch> further) throws SQLException {
    together(() -> {
      try (PreparedStatement put = connection.prepareStatement(PUT);
          PreparedStatement remove =
              connection.prepareStatement(
                  "DELETE FROM attune_command.crossing_standing WHERE profile = ? AND watch = ?")) {
        for (Changed one : changed) {
          PreparedStatement statement = one.standing().equals(Standing.OUTSIDE) ? remove : put;
          statement.setObject(1, one.person());
          statement.setInt(2, one.watch());
          if (statement == put) {
            Instant due = one.standing().due();
            statement.setBoolean(3, one.standing().member());
            statement.setObject(4, due == null ? null : utc(due));
          }
          statement.addBatch();
        }
        remove.executeBatch();
        put.executeBatch();
      }
      for (Watch watch : further) {
        update("UPDATE attune_command.crossing_watch SET seen = ?, complete = ? WHERE id = ?", statement -> {
          statement.setObject(1, watch.seen());
          statement.setBoolean(2, watch.complete());
          statement.setInt(3, watch.id());
        });
      }
      reach(before, position);
    });
  }

  private void reach(long before, long position) throws SQLException {
    int rows =
        update("UPDATE attune_command.crossing_progress SET position = ? WHERE position = ?", statement -> {
          statement.setLong(1, position);
          statement.setLong(2, before);
        });
    if (rows == 0) {
      throw new ForgottenException();
    }
  }

  /** Somebody has thrown away what was kept. */
  static final class ForgottenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ForgottenException() {
      super("What was kept of crossings was thrown away; it is made of the log again", null, false, false);
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws SQLException;
  }

  @FunctionalInterface
  private interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  private void together(Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private int update(String sql, Parameters parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.set(statement);
      return statement.executeUpdate();
    }
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
