package dev.attune.infra.bench.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.attune.eventstore.append.NewEvent;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The tables of the log a second time, filled by PostgreSQL's own means: no lock, no checks, positions counted by the
 * client, no hash. What a store can hope for at best.
 */
final class RawTables implements AutoCloseable {

  private static final String TABLES =
      """
      DROP SCHEMA IF EXISTS raw CASCADE;
      CREATE SCHEMA raw;
      CREATE TABLE raw.event (LIKE attune.event INCLUDING ALL) PARTITION BY RANGE (position);
      CREATE TABLE raw.event_from_1 PARTITION OF raw.event FOR VALUES FROM (1) TO (1000000000);
      CREATE TABLE raw.claim (LIKE attune.claim INCLUDING ALL);
      CREATE TABLE raw.stream_head (LIKE attune.stream_head INCLUDING ALL) WITH (fillfactor = 80)
      """;
  private static final String EVENTS =
      """
      INSERT INTO raw.event (position, version, recorded_at, occurred_at, epoch, checksum, type, revision, stream,
        event_id, correlation, chain, data, sealed) VALUES (?, 1, now(), ?, 1, 0, 1, 1, ?, ?, ?, ?, ?, ?)
      """;
  private static final String CLAIMS = "INSERT INTO raw.claim (key, stream, position) VALUES (?, ?, ?)";
  private static final String HEADS = "INSERT INTO raw.stream_head (stream, version, position, chain) VALUES (?, 1, ?, ?)";
  private static final UUID CHAIN = new UUID(0, 0);

  private final HikariDataSource pool;
  private final Payloads payloads;
  private final AtomicLong position = new AtomicLong();

  RawTables(BenchServer server, Payloads payloads, int connections) {
    server.execute(TABLES);
    this.pool = server.pool(connections);
    this.payloads = payloads;
  }

  /** A batch in one transaction of three statements of many rows. */
  Load.Work rows(int writer, int each) {
    Random random = new Random(writer);
    return () -> {
      List<NewEvent> events = events(random, each);
      try (Connection connection = pool.getConnection()) {
        // The driver makes one INSERT of many rows of it.
        connection.setAutoCommit(false);
        insert(connection, events, position.getAndAdd(each));
        connection.commit();
        connection.setAutoCommit(true);
      }
    };
  }

  private List<NewEvent> events(Random random, int each) {
    List<NewEvent> events = new ArrayList<>(each);
    for (int i = 0; i < each; i++) {
      events.add(payloads.event(random));
    }
    return events;
  }

  private static void insert(Connection connection, List<NewEvent> events, long after) throws SQLException {
    try (PreparedStatement rows = connection.prepareStatement(EVENTS);
        PreparedStatement claims = connection.prepareStatement(CLAIMS);
        PreparedStatement heads = connection.prepareStatement(HEADS)) {
      long at = after;
      for (NewEvent event : events) {
        at++;
        UUID stream = Payloads.id();
        rows.setLong(1, at);
        rows.setObject(2, event.occurredAt().atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
        rows.setObject(3, stream);
        rows.setObject(4, event.eventId());
        rows.setObject(5, event.correlation());
        rows.setObject(6, CHAIN);
        rows.setBytes(7, event.event().data());
        rows.setBytes(8, event.event().sealed());
        rows.addBatch();
        claims.setObject(1, Payloads.storedKey());
        claims.setObject(2, stream);
        claims.setLong(3, at);
        claims.addBatch();
        heads.setObject(1, stream);
        heads.setLong(2, at);
        heads.setObject(3, CHAIN);
        heads.addBatch();
      }
      claims.executeBatch();
      heads.executeBatch();
      rows.executeBatch();
    }
  }

  /** A chunk in one transaction of three COPYs in PostgreSQL's binary form. */
  Load.Work copy(int writer, int each) {
    Random random = new Random(writer);
    return () -> {
      List<NewEvent> events = events(random, each);
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        copy(connection, events, position.getAndAdd(each));
        connection.commit();
        connection.setAutoCommit(true);
      }
    };
  }

  private static void copy(Connection connection, List<NewEvent> events, long after) throws SQLException, IOException {
    CopyRows rows = new CopyRows(events.size() * 900);
    CopyRows claims = new CopyRows(events.size() * 70);
    CopyRows heads = new CopyRows(events.size() * 80);
    long at = after;
    for (NewEvent event : events) {
      at++;
      UUID stream = Payloads.id();
      rows.begin(14).put(at).put(1L).time(event.occurredAt()).time(event.occurredAt()).put(1).put(0);
      rows.put((short) 1).put((short) 1).put(stream).put(event.eventId()).put(event.correlation());
      rows.put(CHAIN).put(event.event().data()).put(Payloads.sealed(event));
      claims.begin(3).put(Payloads.storedKey()).put(stream).put(at);
      heads.begin(4).put(stream).put(1L).put(at).put(CHAIN);
    }
    PGConnection postgres = connection.unwrap(PGConnection.class);
    send(postgres, "raw.claim (key, stream, position)", claims);
    send(postgres, "raw.stream_head (stream, version, position, chain)", heads);
    send(
        postgres,
        "raw.event (position, version, recorded_at, occurred_at, epoch, checksum, type, revision, stream, event_id,"
            + " correlation, chain, data, sealed)",
        rows);
  }

  private static void send(PGConnection connection, String into, CopyRows rows) throws SQLException {
    CopyIn copy = connection.getCopyAPI().copyIn("COPY " + into + " FROM STDIN (FORMAT binary)");
    byte[] bytes = rows.finished();
    copy.writeToCopy(bytes, 0, bytes.length);
    copy.endCopy();
  }

  @Override
  public void close() {
    pool.close();
  }
}
