package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A part of the log by COPY, event by event. Not thread-safe. */
final class CopiedLog {

  private static final String PART =
      "SELECT " + EnvelopeRows.COLUMNS + " FROM attune.event e WHERE e.position > %d ORDER BY e.position LIMIT %d";

  private final EnvelopeRows envelopes;
  private final Consumer<Envelope> to;
  private long position;
  private int left;
  private boolean unnamed;

  CopiedLog(EnvelopeRows envelopes, Consumer<Envelope> to, long after, int limit) {
    this.envelopes = envelopes;
    this.to = to;
    this.position = after;
    this.left = limit;
  }

  /**
   * Hands them over. An event whose name was given since names were learnt ends a COPY early: the rest of it is passed
   * over, so that the connection is free to be asked for the name.
   */
  void read(Connection connection) throws SQLException {
    if (envelopes.areNew()) {
      envelopes.learn(connection);
    }
    copy(connection);
    while (unnamed) {
      envelopes.learn(connection);
      long before = position;
      copy(connection);
      if (unnamed && position == before) {
        throw new SQLException("The event behind position %d is of a type that has no name".formatted(position));
      }
    }
  }

  private void copy(Connection connection) throws SQLException {
    unnamed = false;
    CopiedRows.of(connection, PART.formatted(position, left), row -> hand(unnamed ? null : envelopes.envelope(row)));
  }

  private void hand(@Nullable Envelope envelope) {
    if (envelope == null) {
      unnamed = true;
      return;
    }
    position = envelope.position();
    left--;
    to.accept(envelope);
  }
}
