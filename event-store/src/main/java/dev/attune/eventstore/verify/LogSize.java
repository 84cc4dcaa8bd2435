package dev.attune.eventstore.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * What the log takes on disk.
 *
 * @param events number of events
 * @param bytes of the events' partitions, claims and stream heads, with their indexes
 * @param data bytes of the encoded events, sealed ones included
 */
public record LogSize(long events, long bytes, long data) {

  private static final double DATA_FACTOR = 1.2;
  private static final int OVERHEAD = 300;

  private static final String SQL =
      """
      SELECT e.events, e.data,
        coalesce((SELECT sum(pg_total_relation_size(format('attune.%I', p.name))) FROM attune.event_partition p), 0)
          + pg_total_relation_size('attune.claim') + pg_total_relation_size('attune.stream_head')
      FROM (SELECT count(*), coalesce(sum(octet_length(o.data) + coalesce(octet_length(o.sealed), 0)), 0)
        FROM attune.event o) e (events, data)
      """;

  /** Reads the lengths of all events. */
  public static LogSize of(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(SQL);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return new LogSize(rows.getLong(1), rows.getLong(3), rows.getLong(2));
    }
  }

  /** Bytes on disk for each event; 0 without events. */
  public double perEvent() {
    return events == 0 ? 0 : (double) bytes / events;
  }

  /** Mean bytes of an encoded event; 0 without events. */
  public double dataPerEvent() {
    return events == 0 ? 0 : (double) data / events;
  }

  /** What an event may take: 1.2 times its data and 300 bytes. */
  public double target() {
    return DATA_FACTOR * dataPerEvent() + OVERHEAD;
  }
}
