package dev.attune.infra.bench.store;

import dev.attune.eventstore.append.NewEvent;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The other way to append a chunk: binary COPY into temporary tables before the lock is taken, then one call that takes it
 * and inserts from there, as a whole, as {@code append_batch} does. Without what the client has to do for it (look-ups, hash
 * chain): that is the best that this way can come to.
 */
final class StagedCopy implements AutoCloseable {

  private static final String TABLES =
      """
      CREATE TEMP TABLE staged_claim (key uuid, stream uuid, attempt uuid, number int)
        ON COMMIT DELETE ROWS;
      CREATE TEMP TABLE staged_stream (stream uuid, expected bigint, expected_chain uuid, version bigint, chain uuid,
        number int) ON COMMIT DELETE ROWS;
      CREATE TEMP TABLE staged_event (number int, version bigint, occurred_at timestamptz, checksum int, type smallint,
        revision smallint, stream uuid, event_id uuid, correlation uuid, chain uuid, data bytea, sealed bytea) ON COMMIT DELETE ROWS;
      CREATE FUNCTION pg_temp.append_staged(p_known bigint, OUT o_position bigint, OUT o_recorded_at timestamptz) LANGUAGE plpgsql
      SET jit = off AS $$
      DECLARE
        last_position bigint;
        now_recorded timestamptz;
        now_epoch int;
        expected bigint;
        written bigint;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('attune.event', 0));
        SELECT e.position, e.recorded_at INTO last_position, now_recorded
          FROM attune.event e WHERE e.position >= p_known ORDER BY e.position DESC LIMIT 1;
        last_position := coalesce(last_position, 0);
        now_recorded := greatest(clock_timestamp(), now_recorded);
        now_epoch := (SELECT e.epoch FROM attune.epoch e ORDER BY e.epoch DESC LIMIT 1);
        INSERT INTO attune.claim (key, stream, position, attempt)
        SELECT c.key, c.stream, last_position + c.number, c.attempt FROM staged_claim c;
        INSERT INTO attune.stream_head (stream, version, position, chain)
        SELECT s.stream, s.version, last_position + s.number, s.chain FROM staged_stream s WHERE s.expected = 0;
        UPDATE attune.stream_head h SET version = s.version, position = last_position + s.number, chain = s.chain
        FROM staged_stream s
        WHERE s.expected > 0 AND h.stream = s.stream AND h.version = s.expected AND h.chain = s.expected_chain;
        GET DIAGNOSTICS written = ROW_COUNT;
        SELECT count(*) INTO expected FROM staged_stream s WHERE s.expected > 0;
        IF written < expected THEN
          RAISE EXCEPTION USING ERRCODE = 'unique_violation';
        END IF;
        INSERT INTO attune.event (position, version, recorded_at, occurred_at, epoch, checksum, type, revision, stream,
          event_id, correlation, chain, data, sealed)
        SELECT last_position + e.number, e.version, now_recorded, e.occurred_at, now_epoch, e.checksum, e.type,
          e.revision, e.stream, e.event_id, e.correlation, e.chain, e.data, e.sealed
        FROM staged_event e;
        o_position := last_position;
        o_recorded_at := now_recorded;
      END $$
      """;
  private static final double NANOS_IN_MILLI = 1e6;
  private static final UUID CHAIN = new UUID(0, 0);

  private final Connection connection;
  private final Payloads payloads;
  private final List<Double> written = new ArrayList<>();
  private final List<Double> locked = new ArrayList<>();
  private long known;

  StagedCopy(BenchServer server, Payloads payloads) {
    this.payloads = payloads;
    try {
      connection = server.direct().getConnection();
      try (Statement statement = connection.createStatement()) {
        statement.execute(TABLES);
      }
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Chunks of new people with one event each. */
  Load.Work chunks(int each) {
    Random random = new Random(5);
    return () -> {
      long began = stage(random, each);
      append(began);
    };
  }

  /** How long chunks took from the first byte sent to the answer, in milliseconds. */
  List<Double> written() {
    return List.copyOf(written);
  }

  /** How long of it from the lock to the answer. */
  List<Double> locked() {
    return List.copyOf(locked);
  }

  /** Answers when the first byte was sent, as {@link System#nanoTime}. */
  private long stage(Random random, int each) throws SQLException, IOException {
    CopyRows events = new CopyRows(each * 900);
    CopyRows claims = new CopyRows(each * 110);
    CopyRows streams = new CopyRows(each * 110);
    for (int number = 1; number <= each; number++) {
      NewEvent event = payloads.event(random);
      UUID stream = Payloads.id();
      events.begin(12).put(number).put(1L).time(event.occurredAt()).put(0).put((short) 1).put((short) 1).put(stream);
      events.put(event.eventId()).put(event.correlation()).put(CHAIN).put(event.event().data()).put(Payloads.sealed(event));
      claims.begin(4).put(Payloads.id()).put(stream).put(Payloads.id()).put(number);
      streams.begin(6).put(stream).put(0L).put(CHAIN).put(1L).put(CHAIN).put(number);
    }
    long began = System.nanoTime();
    send("staged_claim", claims);
    send("staged_stream", streams);
    send("staged_event", events);
    return began;
  }

  /** The call and the commit travel together: no round trip while the lock is held. */
  private void append(long began) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT * FROM pg_temp.append_staged(" + known + "); COMMIT");
      Instant answered = Instant.now();
      written.add((System.nanoTime() - began) / NANOS_IN_MILLI);
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        known = row.getLong(1);
        Instant recorded = row.getObject(2, OffsetDateTime.class).toInstant();
        locked.add(Duration.between(recorded, answered).toNanos() / NANOS_IN_MILLI);
      }
    }
  }

  private void send(String into, CopyRows rows) throws SQLException {
    CopyIn copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + into + " FROM STDIN (FORMAT binary)");
    byte[] bytes = rows.finished();
    copy.writeToCopy(bytes, 0, bytes.length);
    copy.endCopy();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
