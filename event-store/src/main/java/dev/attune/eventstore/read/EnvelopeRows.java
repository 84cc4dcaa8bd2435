package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.Envelope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Turns rows of the log into envelopes; knows the names behind the numbers of event types. Thread-safe. */
final class EnvelopeRows {

  /** To be selected in this order, from {@code event e}. */
  static final String COLUMNS =
      """
      e.position, e.version, e.recorded_at, e.occurred_at, e.epoch, e.type, e.revision, e.stream, e.event_id,
      e.correlation, e.causation, e.sealed_with, e.data, e.sealed, e.traceparent
      """;

  /** No name begins so. */
  private static final String NUMBERED = "#";

  private final Map<Short, String> names = new ConcurrentHashMap<>();

  Envelope envelope(ResultSet row) throws SQLException {
    return new Envelope(
        row.getObject(9, UUID.class),
        row.getObject(8, UUID.class),
        row.getLong(2),
        row.getLong(1),
        row.getInt(5),
        time(row, 3),
        time(row, 4),
        row.getObject(10, UUID.class),
        row.getObject(11, UUID.class),
        row.getString(15),
        new Encoded(
            name(row.getShort(6), row.getStatement().getConnection()),
            row.getShort(7),
            row.getBytes(13),
            row.getBytes(14)),
        row.getObject(12, UUID.class));
  }

  /**
   * The same columns from a COPY; null if the name is not known. The connection that a COPY is under way on cannot be
   * asked for it, and there may be no other one.
   */
  @Nullable Envelope envelope(CopiedRows row) throws SQLException {
    return envelope(row, null);
  }

  /** As {@link #envelope(CopiedRows)}, with the type's number in place of a name that is not known. */
  Envelope numbered(CopiedRows row) throws SQLException {
    return Objects.requireNonNull(envelope(row, NUMBERED));
  }

  /** Whether the envelope has a name, not a number. */
  static boolean isNamed(Envelope envelope) {
    return !envelope.event().name().startsWith(NUMBERED);
  }

  private @Nullable Envelope envelope(CopiedRows row, @Nullable String unknown) throws SQLException {
    long position = row.int8();
    long version = row.int8();
    Instant recordedAt = row.time();
    Instant occurredAt = row.time();
    int epoch = row.int4();
    short type = row.int2();
    String name = names.getOrDefault(type, unknown == null ? null : unknown + type);
    if (name == null) {
      return null;
    }
    short revision = row.int2();
    UUID stream = row.uuid();
    UUID eventId = row.uuid();
    UUID correlation = row.uuidOrNull();
    UUID causation = row.uuidOrNull();
    UUID sealedWith = row.uuidOrNull();
    Encoded event = new Encoded(name, revision, row.bytes(), row.bytesOrNull());
    return new Envelope(
        eventId, stream, version, position, epoch, recordedAt, occurredAt, correlation, causation, row.textOrNull(),
        event, sealedWith);
  }

  private String name(short type, Connection connection) throws SQLException {
    String name = names.get(type);
    if (name == null) {
      learn(connection);
      name = names.get(type);
    }
    if (name == null) {
      throw new SQLException("The log has an event of type %d, which has no name".formatted(type));
    }
    return name;
  }

  /** True if no name is known yet. */
  boolean areNew() {
    return names.isEmpty();
  }

  /** Learns the names that were given since. */
  void learn(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT t.id, t.name FROM attune.event_type t");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        names.put(rows.getShort(1), rows.getString(2));
      }
    }
  }

  static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
