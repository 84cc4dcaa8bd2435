package dev.attune.eventstore.read;

import dev.attune.eventstore.append.StreamHead;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The statement that reads the tails of many streams at once, and what its rows become. */
final class StreamTails {

  /**
   * One probe of the index for each stream and each partition up to the stream's head; none for a stream that has nothing
   * new. What stands at {@code %s} keeps the planner from joining the streams with the log in any other way, and lets the
   * position of the head exclude the younger partitions while it runs.
   */
  private static final String SQL =
      "SELECT " + EnvelopeRows.COLUMNS + ", h.stream, h.version, uuid_send(h.chain) "
          + """
          FROM unnest(?::uuid[], ?::bigint[]) WITH ORDINALITY AS w (stream, after, number)
          JOIN attune.stream_head h ON h.stream = w.stream
          LEFT JOIN LATERAL (
            SELECT * FROM attune.event o
            WHERE o.stream = w.stream AND o.version > w.after AND o.position <= h.position AND h.version > w.after
            %s) e ON true
          ORDER BY w.number, e.version
          """;

  static final String WHOLE = SQL.formatted("OFFSET 0");

  /** The first events of each. */
  static final String FIRST = SQL.formatted("ORDER BY o.version LIMIT ?");

  private StreamTails() {}

  static void set(PreparedStatement statement, Collection<StreamFrom> wanted, int limit) throws SQLException {
    UUID[] streams = wanted.stream().map(StreamFrom::stream).toArray(UUID[]::new);
    Long[] after = wanted.stream().map(StreamFrom::afterVersion).toArray(Long[]::new);
    statement.setArray(1, statement.getConnection().createArrayOf("uuid", streams));
    statement.setArray(2, statement.getConnection().createArrayOf("int8", after));
    if (limit < Integer.MAX_VALUE) {
      statement.setInt(3, limit);
    }
  }

  static Map<UUID, StreamTail> read(ResultSet rows, EnvelopeRows envelopes, Collection<StreamFrom> wanted)
      throws SQLException {
    Map<UUID, StreamTail> tails = HashMap.newHashMap(wanted.size());
    while (rows.next()) {
      UUID stream = rows.getObject(16, UUID.class);
      StreamTail tail = tails.get(stream);
      if (tail == null) {
        tail = new StreamTail(new ArrayList<>(), new StreamHead(stream, rows.getLong(17), rows.getBytes(18)));
        tails.put(stream, tail);
      }
      if (rows.getLong(1) > 0) {
        tail.events().add(envelopes.envelope(rows));
      }
    }
    for (StreamFrom unknown : wanted) {
      tails.computeIfAbsent(unknown.stream(), stream -> new StreamTail(new ArrayList<>(), StreamHead.empty(stream)));
    }
    return tails;
  }
}
