package dev.attune.command.outbound;

import dev.attune.contracts.DefinitionEvent.OfferArchived;
import dev.attune.contracts.Event;
import dev.attune.contracts.SourceEvent.SourceAdded;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.append.StreamAppend;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.PollingFeed;
import dev.attune.eventstore.read.PostgresEventReader;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.flywaydb.core.Flyway;

/** A log of its own in a real PostgreSQL, with the relay's tables beside it. */
final class TestLog implements AutoCloseable {

  private static final AvroEventCodec EVENTS = new AvroEventCodec();
  private static final int MOST = 1_000_000;

  private final Map<UUID, StreamHead> heads = new ConcurrentHashMap<>();
  private final TestDatabase database;
  private final PostgresEventReader reader;
  private final LogSignal signal = new LogSignal();
  private final Appender appender;

  TestLog() throws Exception {
    database = TestDatabase.create();
    Flyway.configure()
        .dataSource(database.pool())
        .schemas("attune_command")
        .locations("classpath:dev/attune/command/schema")
        .load()
        .migrate();
    reader = new PostgresEventReader(database.pool());
    appender = new PostgresAppender(database.pool(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, signal);
  }

  PostgresEventReader reader() {
    return reader;
  }

  PollingFeed feed(long after) {
    return new PollingFeed(reader, after, 1_000, signal);
  }

  String jdbcUrl() {
    return database.jdbcUrl();
  }

  /** New connections under a name. */
  Relay.Connections connections(String name) {
    return () -> DriverManager.getConnection(database.jdbcUrl() + "&ApplicationName=" + name);
  }

  /** Ends the connections of names that are like this. */
  void endConnections(String like) throws SQLException {
    execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%s'".formatted(like));
  }

  void execute(String sql) throws SQLException {
    database.execute(sql);
  }

  /** How far a topic's checkpoint is. */
  long saved(String topic) {
    try {
      return Long.parseLong(
          database.value(
              "SELECT coalesce(max(position), 0) FROM attune_command.relay_checkpoint WHERE topic = '%s'".formatted(topic)));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  List<Envelope> all() {
    return reader.log(0, MOST);
  }

  List<Long> positions() {
    return all().stream().map(Envelope::position).toList();
  }

  void append(int events) {
    append(events, 32);
  }

  /** Events with so many bytes each that cannot be compressed. */
  void append(int events, int bytes) {
    List<CompletableFuture<Outcome>> pending = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      pending.add(unit(i, bytes));
      if (pending.size() == 50) {
        pending.forEach(CompletableFuture::join);
        pending.clear();
      }
    }
    pending.forEach(CompletableFuture::join);
  }

  /** Its position. */
  long appendOne(int i) {
    return appendOne(i, 32);
  }

  long appendOne(int i, int bytes) {
    return ((Outcome.Appended) unit(i, bytes).join()).lastPosition();
  }

  /** Every twentieth is a definition. Streams are used in turn, so a unit never waits for one of the same batch. */
  private CompletableFuture<Outcome> unit(int i, int bytes) {
    UUID stream = new UUID(42, i % 500);
    Event event = i % 20 == 0 ? new OfferArchived("offer-" + i, 1) : new SourceAdded("source-" + i, bytes == 32 ? new byte[32] : lots(bytes));
    NewEvent stored =
        new NewEvent(UUID.randomUUID(), EVENTS.encode(event), Instant.parse("2026-11-23T12:00:00Z"), null, null, null, null);
    StreamHead head = heads.getOrDefault(stream, StreamHead.empty(stream));
    return appender
        .append(new AppendUnit(UUID.randomUUID(), List.of(new StreamAppend(head, List.of(stored))), List.of()))
        .thenApply(
            outcome -> {
              heads.put(stream, ((Outcome.Appended) outcome).heads().getFirst());
              return outcome;
            });
  }

  private static byte[] lots(int bytes) {
    byte[] lots = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(lots);
    return lots;
  }

  @Override
  public void close() throws Exception {
    appender.close();
    database.close();
  }
}
