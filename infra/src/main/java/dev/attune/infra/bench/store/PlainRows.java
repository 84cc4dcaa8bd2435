package dev.attune.infra.bench.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.attune.eventstore.append.NewEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.UUID;

/** PostgreSQL without a store in front of it: one event, one commit, on a connection for each writer. */
final class PlainRows implements AutoCloseable {

  private static final String BARE =
      """
      CREATE TABLE IF NOT EXISTS plain_event (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id uuid NOT NULL, stream uuid NOT NULL,
        version bigint NOT NULL, occurred_at timestamptz NOT NULL, data bytea NOT NULL,
        sealed bytea, UNIQUE (stream, version))
      """;

  /** What append_units promises for one unit, in one call: the lock, the claim, the head, the event. */
  private static final String GUARDED =
      """
      CREATE OR REPLACE FUNCTION append_one(p_key uuid, p_stream uuid, p_expected bigint, p_id uuid, p_data bytea,
          p_sealed bytea) RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
        now_position bigint;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('attune.event', 0));
        now_position := coalesce(
          (SELECT e.position FROM attune.event e ORDER BY e.position DESC LIMIT 1), 0) + 1;
        INSERT INTO attune.claim (position, key, stream) VALUES (now_position, p_key, p_stream) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
          RETURN 0;
        END IF;
        INSERT INTO attune.stream_head AS h (stream, version, position, chain)
          VALUES (p_stream, p_expected + 1, now_position, '00000000-0000-0000-0000-000000000000')
          ON CONFLICT (stream) DO UPDATE SET version = excluded.version, position = excluded.position
            WHERE h.version = p_expected;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'conflict';
        END IF;
        INSERT INTO attune.event (position, version, recorded_at, occurred_at, epoch, checksum, type, revision, stream,
            event_id, chain, data, sealed)
          VALUES (now_position, p_expected + 1, clock_timestamp(), clock_timestamp(), 1, 0, 1, 1, p_stream, p_id,
            '00000000-0000-0000-0000-000000000000', p_data, p_sealed);
        RETURN now_position;
      END $$
      """;

  private final HikariDataSource pool;
  private final Payloads payloads;

  PlainRows(BenchServer server, Payloads payloads, int connections) {
    this.payloads = payloads;
    this.pool = server.pool(connections);
    server.execute(BARE);
    server.execute(GUARDED);
    server.execute("SELECT attune.prepare_partitions(10000000)");
  }

  /** An INSERT that promises nothing but durability and one event a version. */
  Load.Work bare(int writer) {
    Random random = new Random(writer);
    return () -> {
      NewEvent event = payloads.event(random);
      try (Connection connection = pool.getConnection();
          PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO plain_event (event_id, stream, version, occurred_at, data, sealed) VALUES (?, ?, 1, now(), ?, ?)")) {
        insert.setObject(1, event.eventId());
        insert.setObject(2, Payloads.id());
        insert.setBytes(3, event.event().data());
        insert.setBytes(4, event.event().sealed());
        insert.executeUpdate();
      }
    };
  }

  /** The same promises as ours, one unit a commit; checksum and hash chain are left out. */
  Load.Work guarded(int writer) {
    Random random = new Random(-writer - 1);
    return () -> append(Payloads.id(), 0, Payloads.storedKey(), payloads.event(random));
  }

  private void append(UUID stream, long expected, UUID key, NewEvent event) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement call = connection.prepareStatement("SELECT append_one(?, ?, ?, ?, ?, ?)")) {
      call.setObject(1, key);
      call.setObject(2, stream);
      call.setLong(3, expected);
      call.setObject(4, event.eventId());
      call.setBytes(5, event.event().data());
      call.setBytes(6, event.event().sealed());
      call.executeQuery();
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
