package dev.attune.eventstore.read;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.Given;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.append.SwallowingProxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Many events by COPY, on the only connection that there is: nobody else could be asked for anything meanwhile. */
class ScanIT {

  private static final int EVENTS = 12_000;
  private static final int LARGE = 400;
  private static final byte[] LARGE_BYTES = new byte[50_000];

  private TestDatabase database;
  private HikariDataSource single;
  private PostgresEventReader reader;
  private PostgresAppender appender;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.create();
    database.value("SELECT attune.prepare_partitions(5000)");
    single = single(database.direct());
    reader = new PostgresEventReader(single);
    appender =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
    for (int i = 0; i < EVENTS; i += 1_000) {
      append(Given.events(1_000));
    }
  }

  private static HikariDataSource single(DataSource to) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(to);
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(5_000);
    return new HikariDataSource(config);
  }

  @AfterEach
  void close() {
    appender.close();
    single.close();
    database.close();
  }

  private void append(List<NewEvent> events) {
    appender.append(Given.unit(StreamHead.empty(Given.id()), events)).join();
  }

  /** More than fits in the buffers between server and client, behind the other events. */
  private void appendLarge() {
    for (int i = 0; i < LARGE; i += 20) {
      append(Stream.generate(() -> named("test.large", LARGE_BYTES)).limit(20).toList());
    }
  }

  private static NewEvent named(String name) {
    return named(name, "other".getBytes(StandardCharsets.UTF_8));
  }

  private static NewEvent named(String name, byte[] data) {
    NewEvent like = Given.event("one");
    Encoded event = new Encoded(name, 1, data, null);
    return new NewEvent(like.eventId(), event, like.occurredAt(), null, null, null, null);
  }

  private List<Envelope> scanned(long after, int limit) {
    List<Envelope> events = new ArrayList<>();
    reader.scan(after, limit, events::add);
    return events;
  }

  private static List<Long> positions(List<Envelope> events) {
    return events.stream().map(Envelope::position).toList();
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void a_scan_gives_the_events_that_pages_of_prepared_statements_give() {
    List<Envelope> pages = new ArrayList<>();
    for (List<Envelope> page = reader.log(0, 200); !page.isEmpty(); page = reader.log(pages.size(), 200)) {
      pages.addAll(page);
    }

    List<Envelope> all = scanned(0, Integer.MAX_VALUE);

    assertThat(positions(all)).isEqualTo(range(1, EVENTS));
    for (int i = 0; i < EVENTS; i++) {
      assertThat(alike(all.get(i), pages.get(i))).isTrue();
    }
    assertThat(positions(scanned(4_990, 20))).isEqualTo(range(4_991, 5_010));
    assertThat(positions(reader.log(10, 300))).isEqualTo(range(11, 310));
    assertThat(scanned(EVENTS, 1_000)).isEmpty();
    assertThat(scanned(0, 0)).isEmpty();
  }

  /** Equal in all their parts; arrays are compared by what they hold. */
  private static boolean alike(Envelope one, Envelope other) {
    Encoded event = other.event();
    return Arrays.equals(one.event().data(), event.data())
        && Arrays.equals(one.event().sealed(), event.sealed())
        && one.equals(
            new Envelope(
                other.eventId(), other.stream(), other.version(), other.position(), other.epoch(), other.recordedAt(),
                other.occurredAt(), other.correlation(), other.causation(), other.traceparent(),
                new Encoded(event.name(), event.revision(), one.event().data(), one.event().sealed()),
                other.sealedWith()));
  }

  @Test
  void what_the_consumer_throws_is_passed_on_and_harms_no_later_reader_of_the_connection() {
    for (int at : new int[] {1, 2, 500, EVENTS - 1, EVENTS}) {
      List<Long> seen = new ArrayList<>();
      assertThatThrownBy(
              () -> reader.scan(0, EVENTS, event -> {
                seen.add(event.position());
                if (event.position() == at) {
                  throw new IllegalStateException("enough at " + at);
                }
              }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("enough at " + at)
          .hasNoSuppressedExceptions();

      assertThat(seen).isEqualTo(range(1, at));
      assertThat(reader.head()).isEqualTo(EVENTS);
      assertThat(reader.at(7)).extracting(Envelope::position).containsExactly(7L);
      assertThat(positions(scanned(EVENTS - 300, 250))).isEqualTo(range(EVENTS - 299, EVENTS - 50));
    }
  }

  @Test
  void names_given_since_the_reader_learnt_them_need_no_second_connection() {
    assertThat(scanned(0, EVENTS)).hasSize(EVENTS);
    append(Given.events(300));
    append(List.of(named("test.new"), named("test.newer"), named("test.new")));
    append(Given.events(300));

    List<Envelope> all = scanned(EVENTS, 602);

    assertThat(positions(all)).isEqualTo(range(EVENTS + 1, EVENTS + 602));
    assertThat(all.subList(300, 303))
        .extracting(event -> event.event().name())
        .containsExactly("test.new", "test.newer", "test.new");
    assertThat(reader.log(EVENTS, 5_000)).hasSize(603);
  }

  @Test
  void a_type_without_a_name_is_told_and_what_precedes_it_is_handed_over() throws Exception {
    append(List.of(named("test.lost")));
    database.execute("DELETE FROM attune.event_type WHERE name = 'test.lost'");
    List<Envelope> events = new ArrayList<>();

    assertThatThrownBy(() -> reader.scan(0, Integer.MAX_VALUE, events::add))
        .isInstanceOf(ReadFailedException.class)
        .hasRootCauseInstanceOf(SQLException.class)
        .hasStackTraceContaining("The event behind position " + EVENTS + " is of a type that has no name");

    assertThat(positions(events)).isEqualTo(range(1, EVENTS));
    assertThat(reader.head()).isEqualTo(EVENTS + 1);
  }

  @Test
  void a_connection_that_the_server_ends_in_the_middle_fails_the_scan_and_not_the_next_one() {
    appendLarge();
    long[] last = {0};

    assertThatThrownBy(
            () -> reader.scan(EVENTS, LARGE, event -> {
              last[0] = event.position();
              if (event.position() == EVENTS + 1) {
                terminate();
              }
            }))
        .isInstanceOf(ReadFailedException.class);

    assertThat(last[0]).isBetween(EVENTS + 1L, EVENTS + LARGE - 1L);
    assertThat(positions(scanned(last[0], LARGE))).isEqualTo(range(last[0] + 1, EVENTS + LARGE));
  }

  /** Ends the scan's connection, and waits until it has ended. */
  private void terminate() {
    try {
      String ended =
          database.value(
              "SELECT bool_and(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
                  + " WHERE datname = current_database() AND query LIKE 'COPY (%'");
      assertThat(ended).isEqualTo("t");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_connection_that_is_cut_in_the_middle_fails_the_scan_and_is_not_lent_again() throws Exception {
    appendLarge();
    try (SwallowingProxy proxy = new SwallowingProxy(TestDatabase.port());
        HikariDataSource behind = single(database.direct("127.0.0.1", proxy.port()))) {
      PostgresEventReader far = new PostgresEventReader(behind);
      far.head();

      assertThatThrownBy(
              () -> far.scan(EVENTS, LARGE, event -> {
                if (event.position() == EVENTS + 1) {
                  proxy.swallow(1);
                }
              }))
          .isInstanceOf(ReadFailedException.class);

      assertThat(proxy.swallowed()).isOne();
      assertThat(far.head()).isEqualTo(EVENTS + LARGE);
    }
  }

  @Test
  void an_error_of_the_server_in_the_middle_fails_the_read_and_the_connection_goes_on() throws SQLException {
    try (Connection connection = single.getConnection()) {
      List<Integer> rows = new ArrayList<>();

      assertThatThrownBy(
              () -> CopiedRows.of(
                  connection, "SELECT 100 / (5000 - n)::int4 FROM generate_series(1, 6000) n", row -> rows.add(row.int4())))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("division by zero");

      assertThat(rows).hasSize(4_999);
      CopiedRows.of(connection, "SELECT 41::int4", row -> rows.add(row.int4()));
      assertThat(rows).last().isEqualTo(41);
    }
  }
}
