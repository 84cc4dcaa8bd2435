package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.CountingReader;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.schema.Schema;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import static dev.attune.eventstore.Given.events;
import static dev.attune.eventstore.Given.fresh;
import static dev.attune.eventstore.Given.id;
import static dev.attune.eventstore.Given.unit;
import static org.assertj.core.api.Assertions.assertThat;

class PollingFeedIT {

  private TestDatabase database;
  private PostgresEventReader reader;
  private PostgresAppender appender;
  private final LogSignal signal = new LogSignal();

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    reader = new PostgresEventReader(database.pool());
    appender = new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, signal);
  }

  @AfterEach
  void close() {
    appender.close();
    database.close();
  }

  @Test
  void it_gives_pages_in_order_and_nothing_once_the_wait_is_over() throws Exception {
    appender.append(unit(StreamHead.empty(id()), events(5))).join();
    try (PollingFeed feed = new PollingFeed(reader, 1, 3, signal)) {
      assertThat(feed.poll(Duration.ofSeconds(5))).extracting(Envelope::position).containsExactly(2L, 3L, 4L);
      assertThat(feed.poll(Duration.ofSeconds(5))).extracting(Envelope::position).containsExactly(5L);
      assertThat(feed.poll(Duration.ofMillis(30))).isEmpty();
      assertThat(feed.position()).isEqualTo(5);
    }
  }

  @Test
  void it_hears_of_commits_of_this_node_at_once_and_of_others_within_its_longest_pause() throws Exception {
    for (LogSignal heard : List.of(signal, new LogSignal())) {
      try (PollingFeed feed = new PollingFeed(reader, reader.head(), 100, heard)) {
        assertThat(feed.poll(Duration.ofMillis(300))).isEmpty();
        long sent = System.nanoTime();
        appender.append(fresh());
        assertThat(feed.poll(Duration.ofSeconds(10))).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofSeconds(2));
      }
    }
  }

  @Test
  void where_somebody_listens_an_idle_feed_is_woken_by_what_other_nodes_append() throws Exception {
    LogSignal woken = new LogSignal();
    long pause = Duration.ofMinutes(1).toNanos();
    try (LogListener listener = LogListener.start(database.direct(), woken)) {
      until(woken::isListening);
      for (int i = 0; i < 5; i++) {
        Thread.sleep(150);
        PollingFeed feed = new PollingFeed(reader, reader.head(), 100, woken, pause, pause);
        appendSoon(Duration.ofMillis(200));
        assertThat(feed.poll(Duration.ofSeconds(20))).as("long before it would have looked by itself").hasSize(1);
      }
      assertThat(listener).isNotNull();
    }
  }

  private void appendSoon(Duration wait) {
    Thread.ofVirtual().start(() -> {
      try {
        Thread.sleep(wait);
        appender.append(fresh());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  @Test
  void an_idle_feed_asks_four_times_a_second_where_somebody_listens() throws Exception {
    LogSignal woken = new LogSignal();
    CountingReader counting = new CountingReader(reader);
    try (LogListener listener = LogListener.start(database.direct(), woken);
        PollingFeed feed = new PollingFeed(counting.asReader(), 0, 100, woken)) {
      until(woken::isListening);
      assertThat(feed.poll(Duration.ofSeconds(3))).isEmpty();
      int asked = counting.calls();
      assertThat(feed.poll(Duration.ofSeconds(2))).isEmpty();
      assertThat(counting.calls() - asked).isLessThanOrEqualTo(10);
      assertThat(listener).isNotNull();
    }
  }

  @Test
  void many_appends_in_a_row_notify_nobody() throws Exception {
    appender.append(fresh()).join();
    try (Connection connection = database.direct().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("LISTEN attune_appended");
      long begin = System.nanoTime();
      for (int i = 0; i < 500; i++) {
        appender.append(fresh()).join();
      }
      long quietTimes = 1 + Duration.ofNanos(System.nanoTime() - begin).toMillis() / 100;
      PGNotification[] notifications = connection.unwrap(PGConnection.class).getNotifications(200);
      assertThat(notifications == null ? 0 : notifications.length).isLessThanOrEqualTo((int) quietTimes);
      Thread.sleep(150);
      appender.append(fresh()).join();
      assertThat(connection.unwrap(PGConnection.class).getNotifications(5_000)).hasSize(1);
    }
  }

  @Test
  void a_listener_that_lost_its_connection_listens_again_and_nothing_is_missed_meanwhile() throws Exception {
    LogSignal woken = new LogSignal();
    try (LogListener listener = LogListener.start(database.direct(), woken);
        PollingFeed feed = new PollingFeed(reader, reader.head(), 100, woken)) {
      until(woken::isListening);
      database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'");
      until(() -> !woken.isListening());
      appender.append(fresh());
      assertThat(feed.poll(Duration.ofSeconds(20))).hasSize(1);
      until(woken::isListening);
      assertThat(listener).isNotNull();
    }
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  @Test
  void a_transaction_that_stays_open_with_a_position_taken_lets_nobody_pass() throws Exception {
    try (var slow = database.direct().getConnection();
        var statement = slow.createStatement();
        PollingFeed feed = new PollingFeed(reader, 0, 100, signal)) {
      appender.append(fresh()).join();
      assertThat(feed.poll(Duration.ofSeconds(5))).hasSize(1);
      slow.setAutoCommit(false);
      statement.execute(
          """
          SELECT pg_advisory_xact_lock(hashtextextended('attune.event', 0));
          INSERT INTO attune.event SELECT position + 1, version, recorded_at, occurred_at, epoch, checksum, type, revision,
            gen_random_uuid(), event_id, NULL, NULL, NULL, chain, data, sealed, traceparent FROM attune.event
          """);
      var behind = appender.append(fresh());
      assertThat(feed.poll(Duration.ofMillis(300))).isEmpty();
      assertThat(behind).isNotDone();
      slow.commit();
      behind.join();
      assertThat(feed.poll(Duration.ofSeconds(5))).extracting(Envelope::position).startsWith(2L);
    }
  }

  @Test
  void events_of_some_names_are_read_by_position() {
    appender.append(unit(StreamHead.empty(id()), events(3))).join();
    assertThat(reader.logOf(List.of("test.happened"), 1, 10)).extracting(Envelope::position).containsExactly(2L, 3L);
    assertThat(reader.logOf(List.of("other.happened"), 0, 10)).isEmpty();
  }

  @Test
  void events_of_rare_types_are_read_by_position_and_are_in_an_index_of_their_own() throws Exception {
    Schema.indexTypes(database.pool(), List.of("test.happened", "other.happened"));
    Schema.indexTypes(database.pool(), List.of("test.happened"));
    appender.append(unit(StreamHead.empty(id()), events(3))).join();

    assertThat(reader.logOf(List.of("test.happened", "unheard.of"), 1, 1)).extracting(Envelope::position)
        .containsExactly(2L);
    assertThat(reader.logOf(List.of("test.happened"), 1, 10)).extracting(Envelope::position).containsExactly(2L, 3L);
    assertThat(reader.logOf(List.of("other.happened"), 0, 10)).isEmpty();
    assertThat(reader.log(0, 1)).extracting(event -> event.event().name()).containsExactly("test.happened");
    assertThat(database.value("SELECT string_agg(t.id::text, ',' ORDER BY t.id) FROM attune.event_type t"))
        .isEqualTo("-2,-1");
  }

  @Test
  void a_type_that_has_events_stays_as_it_is_when_it_is_indexed_too_late() {
    appender.append(unit(StreamHead.empty(id()), events(2))).join();
    Schema.indexTypes(database.pool(), List.of("test.happened"));

    assertThat(reader.logOf(List.of("test.happened"), 0, 10)).hasSize(2);
  }

  @Test
  void the_first_epoch_begins_with_the_first_position() {
    assertThat(reader.epochs())
        .containsExactly(new dev.attune.contracts.wire.Progress.EpochStart(1, 1));
    assertThat(reader.clock()).isAfter(java.time.Instant.parse("2020-01-01T00:00:00Z"));
  }
}
