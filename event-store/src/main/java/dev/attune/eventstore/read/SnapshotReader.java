package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.SnapshotTail.Found;
import dev.attune.eventstore.read.SnapshotTail.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads a stream from its snapshot on, in one round trip. Thread-safe. */
public final class SnapshotReader {

  /**
   * The snapshot comes with the first row only, since it may be large. Its version goes into the events' condition as the
   * value of a subquery, so that the index on (stream, version) is used whatever the planner thinks of snapshots.
   */
  private static final String FROM_SNAPSHOT =
      """
      WITH kept AS MATERIALIZED (
        SELECT s.revision, s.version, s.chain, s.bytes, s.checksum,
          CASE
            WHEN s.revision <> ? THEN 'REVISION'
            WHEN NOT EXISTS (SELECT FROM attune.stream_head t WHERE t.stream = s.stream AND t.version >= s.version)
              THEN 'BEYOND_HEAD'
            WHEN NOT EXISTS (
                SELECT FROM attune.event x WHERE x.stream = s.stream AND x.version = s.version AND x.chain = s.chain)
              THEN 'OTHER_HISTORY'
          END AS unfit
        FROM attune.state_snapshot s
        WHERE s.stream = ? AND s.kind = ?
      ), base AS MATERIALIZED (
        SELECT coalesce((SELECT k.version FROM kept k WHERE k.unfit IS NULL), 0) AS version
      )
      SELECT\s"""
          + EnvelopeRows.COLUMNS
          + """
          , h.version, h.chain, k.version, k.checksum, k.revision, k.unfit, k.chain,
            CASE WHEN k.unfit IS NULL THEN k.bytes END
          FROM (VALUES (0)) AS always
          LEFT JOIN attune.stream_head h ON h.stream = ?
          LEFT JOIN attune.event e
            ON e.stream = h.stream AND e.stream = ? AND e.version > (SELECT b.version FROM base b)
          LEFT JOIN kept k ON e.version IS NULL OR e.version = (SELECT b.version FROM base b) + 1
          ORDER BY e.version
          """;

  private final DataSource database;
  private final EnvelopeRows envelopes = new EnvelopeRows();

  /**
   * @param database a pool: each call takes a connection of it for its time
   */
  public SnapshotReader(DataSource database) {
    this.database = database;
  }

  /**
   * The stream from its snapshot on, or from its beginning if there is none that fits.
   *
   * @param revision that the snapshot must have
   * @throws ReadFailedException if the database is not there
   */
  public SnapshotTail read(UUID stream, String kind, String revision) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(FROM_SNAPSHOT)) {
      statement.setString(1, revision);
      statement.setObject(2, stream);
      statement.setString(3, kind);
      statement.setObject(4, stream);
      statement.setObject(5, stream);
      try (ResultSet rows = statement.executeQuery()) {
        return read(stream, kind, rows);
      }
    } catch (SQLException e) {
      throw new ReadFailedException(e);
    }
  }

  private SnapshotTail read(UUID stream, String kind, ResultSet rows) throws SQLException {
    StreamHead head = StreamHead.empty(stream);
    Found found = new Found.None();
    List<Envelope> events = new ArrayList<>();
    while (rows.next()) {
      byte @Nullable [] chain = rows.getBytes(17);
      if (chain != null) {
        head = new StreamHead(stream, rows.getLong(16), chain);
      }
      if (rows.getLong(1) > 0) {
        events.add(envelopes.envelope(rows));
      }
      if (rows.getString(20) != null) {
        found = found(stream, kind, rows);
      }
    }
    return new SnapshotTail(found, new StreamTail(events, head));
  }

  private static Found found(UUID stream, String kind, ResultSet row) throws SQLException {
    long version = row.getLong(18);
    int checksum = row.getInt(19);
    String revision = row.getString(20);
    String unfit = row.getString(21);
    if (unfit != null) {
      return new Found.Unfit(new StoredSnapshot.Id(version, checksum), revision, Reason.valueOf(unfit));
    }
    StreamHead at = new StreamHead(stream, version, row.getBytes(22));
    return new Found.Fitting(new StoredSnapshot(kind, revision, at, row.getBytes(23), checksum));
  }
}
