package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Progress.EpochStart;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.ClaimHolder;
import dev.attune.eventstore.append.ClaimKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads the log in PostgreSQL. Every method fails with {@link ReadFailedException} if the database is not there. */
public final class PostgresEventReader implements EventReader {

  private static final String EVENTS = "SELECT " + EnvelopeRows.COLUMNS + " FROM attune.event e ";
  private static final String OF_TYPES = "WHERE e.position > ? AND e.type = ANY (?) ORDER BY e.position LIMIT ?";

  /** By the index of rare types. Found as a whole before it is cut: a limit would tempt the planner to read the log. */
  private static final String RARE =
      "WITH rare AS MATERIALIZED ("
          + " SELECT r.position FROM attune.event r WHERE r.type < 0 AND r.position > ? AND r.type = ANY (?)) "
          + EVENTS
          + "WHERE e.position = ANY (ARRAY(SELECT f.position FROM rare f ORDER BY f.position LIMIT ?)) ORDER BY e.position";

  private static final String HOLDERS =
      "SELECT c.key, c.stream, c.position,"
          + " coalesce(c.attempt, (SELECT e.event_id FROM attune.event e WHERE e.position = c.position))"
          + " FROM attune.claim c WHERE c.key = ANY (?)";

  /** Up to so many rows, a statement that is planned already costs less than a COPY. */
  private static final int FEW = 200;

  private final DataSource database;
  private final EnvelopeRows envelopes = new EnvelopeRows();

  /**
   * @param database a pool: each call takes a connection of it for its time
   */
  public PostgresEventReader(DataSource database) {
    this.database = database;
  }

  @Override
  public StreamTail stream(UUID stream, long afterVersion, int limit) {
    List<StreamFrom> wanted = List.of(new StreamFrom(stream, afterVersion));
    return tails(wanted, limit).values().iterator().next();
  }

  @Override
  public Map<UUID, StreamTail> streams(Collection<StreamFrom> wanted) {
    return wanted.isEmpty() ? Map.of() : tails(wanted, Integer.MAX_VALUE);
  }

  private Map<UUID, StreamTail> tails(Collection<StreamFrom> wanted, int limit) {
    return query(
        limit == Integer.MAX_VALUE ? StreamTails.WHOLE : StreamTails.FIRST,
        statement -> StreamTails.set(statement, wanted, limit),
        rows -> StreamTails.read(rows, envelopes, wanted));
  }

  @Override
  public List<UUID> streamsAfter(@Nullable UUID after, int limit) {
    return query(
        after == null
            ? "SELECT h.stream FROM attune.stream_head h ORDER BY h.stream LIMIT ?"
            : "SELECT h.stream FROM attune.stream_head h WHERE h.stream > ? ORDER BY h.stream LIMIT ?",
        statement -> {
          int next = 1;
          if (after != null) {
            statement.setObject(next++, after);
          }
          statement.setInt(next, limit);
        },
        rows -> {
          List<UUID> streams = new ArrayList<>();
          while (rows.next()) {
            streams.add(rows.getObject(1, UUID.class));
          }
          return streams;
        });
  }

  @Override
  public List<Envelope> log(long afterPosition, int limit) {
    return limit > FEW ? copied(afterPosition, limit) : few(afterPosition, limit);
  }

  private List<Envelope> copied(long afterPosition, int limit) {
    List<Envelope> events = new ArrayList<>();
    scan(afterPosition, limit, events::add);
    return events;
  }

  @Override
  public void scan(long afterPosition, int limit, Consumer<Envelope> to) {
    try (Connection connection = database.getConnection()) {
      new CopiedLog(envelopes, to, afterPosition, limit).read(connection);
    } catch (SQLException e) {
      throw new ReadFailedException(e);
    }
  }

  private List<Envelope> few(long afterPosition, int limit) {
    return query(
        EVENTS + "WHERE e.position > ? ORDER BY e.position LIMIT ?",
        statement -> {
          statement.setLong(1, afterPosition);
          statement.setInt(2, limit);
        },
        this::all);
  }

  @Override
  public List<Envelope> logOf(Collection<String> names, long afterPosition, int limit) {
    List<Short> types = types(names);
    if (types.isEmpty()) {
      return List.of();
    }
    return query(
        types.stream().allMatch(type -> type < 0) ? RARE : EVENTS + OF_TYPES,
        statement -> {
          statement.setLong(1, afterPosition);
          statement.setArray(2, statement.getConnection().createArrayOf("int2", types.toArray()));
          statement.setInt(3, limit);
        },
        this::all);
  }

  /** Numbers of those names that have one; the others have no events. */
  private List<Short> types(Collection<String> names) {
    return query(
        "SELECT t.id FROM attune.event_type t WHERE t.name = ANY (?)",
        statement -> statement.setArray(1, statement.getConnection().createArrayOf("text", names.toArray())),
        rows -> {
          List<Short> types = new ArrayList<>();
          while (rows.next()) {
            types.add(rows.getShort(1));
          }
          return types;
        });
  }

  @Override
  public List<Envelope> at(long position) {
    return query(EVENTS + "WHERE e.position = ?", statement -> statement.setLong(1, position), this::all);
  }

  @Override
  public long head() {
    return query(
        "SELECT e.position FROM attune.event e ORDER BY e.position DESC LIMIT 1",
        statement -> {},
        rows -> rows.next() ? rows.getLong(1) : 0L);
  }

  @Override
  public long positionAt(Instant time) {
    // The driver would round up, to a time that has not come yet.
    OffsetDateTime at = time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    return query(
        "SELECT attune.position_at(?)",
        statement -> statement.setObject(1, at),
        rows -> {
          rows.next();
          return rows.getLong(1);
        });
  }

  @Override
  public Map<String, ClaimHolder> holders(Claim.Kind kind, Collection<byte[]> keys) {
    Map<UUID, byte[]> asked = HashMap.newHashMap(keys.size());
    keys.forEach(key -> asked.put(ClaimKey.of(kind, key).stored(), key));
    return query(
        HOLDERS,
        statement -> statement.setArray(1, statement.getConnection().createArrayOf("uuid", asked.keySet().toArray())),
        rows -> {
          Map<String, ClaimHolder> holders = new HashMap<>();
          while (rows.next()) {
            holders.put(
                HexFormat.of().formatHex(asked.get(rows.getObject(1, UUID.class))),
                new ClaimHolder(rows.getObject(2, UUID.class), rows.getLong(3), rows.getObject(4, UUID.class)));
          }
          return holders;
        });
  }

  @Override
  public List<EpochStart> epochs() {
    return query(
        "SELECT e.epoch, e.from_position FROM attune.epoch e ORDER BY e.epoch",
        statement -> {},
        rows -> {
          List<EpochStart> epochs = new ArrayList<>();
          while (rows.next()) {
            epochs.add(new EpochStart(rows.getInt(1), rows.getLong(2)));
          }
          return epochs;
        });
  }

  @Override
  public Instant clock() {
    return query(
        "SELECT clock_timestamp()",
        statement -> {},
        rows -> {
          rows.next();
          return EnvelopeRows.time(rows, 1);
        });
  }

  private List<Envelope> all(ResultSet rows) throws SQLException {
    List<Envelope> events = new ArrayList<>();
    while (rows.next()) {
      events.add(envelopes.envelope(rows));
    }
    return events;
  }

  private <T> T query(String sql, Parameters parameters, Result<T> result) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.set(statement);
      try (ResultSet rows = statement.executeQuery()) {
        return result.of(rows);
      }
    } catch (SQLException e) {
      throw new ReadFailedException(e);
    }
  }

  @FunctionalInterface
  private interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  @FunctionalInterface
  private interface Result<T> {
    T of(ResultSet rows) throws SQLException;
  }
}
