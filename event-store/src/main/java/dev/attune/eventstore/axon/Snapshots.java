package dev.attune.eventstore.axon;

import dev.attune.eventstore.read.ReadFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;

/** The newest snapshot of each aggregate, and the one question that is asked by time. */
final class Snapshots {

  private static final String STORE =
      """
      INSERT INTO attune.snapshot AS s (stream, version, type, revision, occurred_at, data) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (stream) DO UPDATE
        SET version = excluded.version, type = excluded.type, revision = excluded.revision,
          occurred_at = excluded.occurred_at, data = excluded.data
        WHERE s.version <= excluded.version
      """;
  private static final String READ =
      "SELECT s.version, s.type, s.occurred_at, s.data FROM attune.snapshot s WHERE s.stream = ?";
  private static final String FIRST_SINCE =
      "SELECT e.position FROM attune.event e WHERE e.occurred_at >= ? ORDER BY e.position LIMIT 1";

  private final DataSource database;

  Snapshots(DataSource database) {
    this.database = database;
  }

  void store(DomainEventMessage<?> snapshot, Serializer serializer) throws SQLException {
    SerializedObject<byte[]> payload = snapshot.serializePayload(serializer, byte[].class);
    UUID id = AxonEvents.id(snapshot.getIdentifier());
    AxonFrame frame = AxonEvents.frame(snapshot, 0, serializer, payload, id).withMessageId(snapshot.getIdentifier());
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(STORE)) {
      statement.setObject(1, AxonEvents.id(snapshot.getAggregateIdentifier()));
      statement.setLong(2, snapshot.getSequenceNumber() + 1);
      statement.setString(3, payload.getType().getName());
      statement.setString(4, payload.getType().getRevision());
      statement.setObject(5, snapshot.getTimestamp().atOffset(ZoneOffset.UTC));
      statement.setBytes(6, frame.bytes());
      statement.executeUpdate();
    }
  }

  /**
   * @throws EventStoreException if its bytes are not those that were stored
   */
  Optional<DomainEventData<byte[]>> read(UUID stream) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setObject(1, stream);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        AxonFrame frame = AxonFrame.read(rows.getBytes(4));
        if (frame == null) {
          throw new EventStoreException("The snapshot of stream " + stream + " is damaged");
        }
        Instant at = rows.getObject(3, OffsetDateTime.class).toInstant();
        return Optional.of(AxonEvents.entry(frame, stream, rows.getLong(1), stream, at, rows.getString(2)));
      }
    } catch (SQLException e) {
      throw new ReadFailedException(e);
    }
  }

  /**
   * Position of the first event whose time stamp is not before the given one; empty if there is none. The log's time stamps
   * are cut to microseconds, so the given one is too: an event is found by its own.
   */
  Optional<Long> firstSince(Instant time) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(FIRST_SINCE)) {
      statement.setObject(1, time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new ReadFailedException(e);
    }
  }
}
