package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Reads the whole log with what guards it, in the order of positions. */
public final class LogScan {

  private static final String ALL =
      "SELECT " + EnvelopeRows.COLUMNS + ", e.checksum, e.chain FROM attune.event e ORDER BY e.position";

  private LogScan() {}

  /**
   * Hands over every event, as it comes.
   *
   * @param connection with a transaction that sees one snapshot (repeatable read)
   */
  public static void of(Connection connection, Consumer<StoredEvent> to) throws SQLException {
    EnvelopeRows envelopes = new EnvelopeRows();
    // In the same snapshot: no event has a name that is given later.
    envelopes.learn(connection);
    CopiedRows.of(connection, ALL, row -> {
      Envelope envelope = envelopes.numbered(row);
      to.accept(new StoredEvent(envelope, row.int4(), row.bytes(), EnvelopeRows.isNamed(envelope)));
    });
  }
}
