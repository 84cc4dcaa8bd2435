package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.schema.Schema;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
