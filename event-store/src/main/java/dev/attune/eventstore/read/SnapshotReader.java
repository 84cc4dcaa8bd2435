package dev.attune.eventstore.read;

import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.SnapshotTail.Found;
import dev.attune.eventstore.read.SnapshotTail.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads streams from their snapshots on, all in one round trip. Thread-safe. */
public final class SnapshotReader {

  /**
   * The snapshot comes with the first row of its stream only, since it may be large. As in {@link StreamTails}, the index
   * is probed once for each stream and each partition up to its head.
   */
  private static final String FROM_SNAPSHOTS =
      """
      WITH kept AS MATERIALIZED (
        SELECT w.stream, w.number, h.version AS head, h.position, uuid_send(h.chain) AS head_chain,
          s.revision, s.version, s.chain, s.bytes, s.checksum,
          CASE
            WHEN s.revision <> ? THEN 'REVISION'
            WHEN h.version IS NULL OR h.version < s.version THEN 'BEYOND_HEAD'
            WHEN NOT EXISTS (
                SELECT FROM attune.event x
                WHERE x.stream = s.stream AND x.version = s.version AND x.chain = s.chain AND x.position <= h.position)
              THEN 'OTHER_HISTORY'
          END AS unfit
        FROM unnest(?::uuid[]) WITH ORDINALITY AS w (stream, number)
        LEFT JOIN attune.stream_head h ON h.stream = w.stream
        LEFT JOIN attune.state_snapshot s ON s.stream = w.stream AND s.kind = ?
      ), base AS MATERIALIZED (
        SELECT k.*, CASE WHEN k.unfit IS NULL THEN coalesce(k.version, 0) ELSE 0 END AS after FROM kept k
      )
      SELECT\s"""
          + EnvelopeRows.COLUMNS
          + """
          , b.stream, b.head, b.head_chain, b.version, b.checksum, b.revision, b.unfit, uuid_send(b.chain),
            CASE WHEN b.unfit IS NULL AND (e.version IS NULL OR e.version = b.after + 1) THEN b.bytes END
          FROM base b
          LEFT JOIN LATERAL (
            SELECT * FROM attune.event o
            WHERE o.stream = b.stream AND o.version > b.after AND o.position <= b.position AND b.head > b.after
            OFFSET 0) e ON true
          ORDER BY b.number, e.version
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
   * Each stream from its snapshot on, or from its beginning if there is none that fits.
   *
   * @param streams each once
   * @param revision that the snapshots must have
   * @throws ReadFailedException if the database is not there
   */
  public Map<UUID, SnapshotTail> read(Collection<UUID> streams, String kind, String revision) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(FROM_SNAPSHOTS)) {
      statement.setString(1, revision);
      statement.setArray(2, connection.createArrayOf("uuid", streams.toArray()));
      statement.setString(3, kind);
      try (ResultSet rows = statement.executeQuery()) {
        return read(streams.size(), kind, rows);
      }
    } catch (SQLException e) {
      throw new ReadFailedException(e);
    }
  }

  private Map<UUID, SnapshotTail> read(int streams, String kind, ResultSet rows) throws SQLException {
    Map<UUID, SnapshotTail> read = HashMap.newHashMap(streams);
    while (rows.next()) {
      UUID stream = rows.getObject(16, UUID.class);
      SnapshotTail tail = read.get(stream);
      if (tail == null) {
        byte @Nullable [] chain = rows.getBytes(18);
        StreamHead head =
            chain == null ? StreamHead.empty(stream) : new StreamHead(stream, rows.getLong(17), chain);
        tail = new SnapshotTail(found(stream, kind, rows), new StreamTail(new ArrayList<>(), head));
        read.put(stream, tail);
      }
      if (rows.getLong(1) > 0) {
        tail.tail().events().add(envelopes.envelope(rows));
      }
    }
    return read;
  }

  private static Found found(UUID stream, String kind, ResultSet row) throws SQLException {
    String revision = row.getString(21);
    if (revision == null) {
      return new Found.None();
    }
    long version = row.getLong(19);
    int checksum = row.getInt(20);
    String unfit = row.getString(22);
    if (unfit != null) {
      return new Found.Unfit(new StoredSnapshot.Id(version, checksum), revision, Reason.valueOf(unfit));
    }
    byte @Nullable [] bytes = row.getBytes(24);
    if (bytes == null) {
      return new Found.Unfit(new StoredSnapshot.Id(version, checksum), revision, Reason.NOTHING_BEHIND);
    }
    StreamHead at = new StreamHead(stream, version, row.getBytes(23));
    return new Found.Fitting(new StoredSnapshot(kind, revision, at, bytes, checksum));
  }
}
