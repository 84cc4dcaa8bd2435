package dev.attune.infra.torture.log;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * An event as it stands in the log.
 *
 * @param recordedMicros microseconds since 1970, as {@code occurredMicros}
 */
record LogRow(
    long position, UUID stream, long version, UUID event, long recordedMicros, long occurredMicros, byte[] data) {

  private static final String ALL =
      """
      SELECT e.position, e.stream, e.version, e.event_id, (extract(epoch FROM e.recorded_at) * 1000000)::bigint,
        (extract(epoch FROM e.occurred_at) * 1000000)::bigint, e.data
      FROM attune.event e ORDER BY e.position
      """;
  private static final int ROWS = 2_000;

  /** Reads the whole log in the order of positions. */
  static void each(DataSource database, Consumer<LogRow> reader) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(ROWS);
        try (ResultSet rows = statement.executeQuery(ALL)) {
          while (rows.next()) {
            reader.accept(
                new LogRow(rows.getLong(1), rows.getObject(2, UUID.class), rows.getLong(3),
                    rows.getObject(4, UUID.class), rows.getLong(5), rows.getLong(6), rows.getBytes(7)));
          }
        }
      }
      connection.rollback();
    }
  }
}
