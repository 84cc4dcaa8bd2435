package dev.attune.eventstore.read;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Reads the whole log with what guards it, in the order of positions. */
public final class LogScan {

  private static final String ALL =
      "SELECT " + EnvelopeRows.COLUMNS + ", e.checksum, e.chain FROM attune.event e ORDER BY e.position";

  private LogScan() {}

  /**
   * Hands over every event.
   *
   * @param connection with a transaction: without one, the driver would read everything into memory first
   * @param rows that are fetched at a time
   */
  public static void of(Connection connection, int rows, Consumer<StoredEvent> to) throws SQLException {
    EnvelopeRows envelopes = new EnvelopeRows();
    try (PreparedStatement statement = connection.prepareStatement(ALL)) {
      statement.setFetchSize(rows);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          to.accept(new StoredEvent(envelopes.envelope(row), row.getInt(16), row.getBytes(17)));
        }
      }
    }
  }
}
