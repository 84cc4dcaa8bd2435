package dev.attune.eventstore.schema;

import dev.attune.eventstore.LogChecker;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.PostgresEventReader;
import dev.attune.eventstore.schema.Partitions.Partition;
import dev.attune.eventstore.verify.LogVerifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.eventstore.Given.events;
import static dev.attune.eventstore.Given.fresh;
import static dev.attune.eventstore.Given.id;
import static dev.attune.eventstore.Given.message;
import static dev.attune.eventstore.Given.unit;
import static dev.attune.eventstore.append.Appending.appended;
import static dev.attune.eventstore.append.Appending.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PartitionsIT {

  private static final int SMALLEST = 10_000;
  private static final String TABLESPACE = "cheap";

  private TestDatabase database;
  private PostgresAppender appender;
  private PostgresEventReader reader;
  private Partitions partitions;

  @BeforeEach
  void fill_one_partition_and_begin_the_next() throws Exception {
    database = TestDatabase.create();
    // A tablespace within the data folder: for tests.
    database.ensureTablespace(TABLESPACE);
    AppenderOptions defaults = AppenderOptions.DEFAULT;
    AppenderOptions options =
        new AppenderOptions(
            defaults.queuedUnits(), defaults.queuedBytes(), defaults.batchEvents(), defaults.batchBytes(),
            defaults.answerWithin(), SMALLEST);
    appender = new PostgresAppender(database.direct(), options, AppenderMetrics.NONE, new LogSignal());
    reader = new PostgresEventReader(database.pool());
    partitions = new Partitions(database.pool());
    appended(appender.append(unit(StreamHead.empty(new UUID(0, 1)), events(3), message(1, new UUID(0, 1)))));
    List<CompletableFuture<Outcome>> filling = new ArrayList<>();
    for (int i = 0; i < SMALLEST / 10; i++) {
      filling.add(appender.append(unit(StreamHead.empty(id()), events(10))));
    }
    filling.forEach(unit -> appended(unit));
  }

  @AfterEach
  void the_log_is_sound() throws Exception {
    appender.close();
    assertThat(new LogChecker(reader).faults()).isEmpty();
    assertThat(new LogVerifier(database.pool(), 64 << 20).verify(read -> {}).faults()).isEmpty();
    database.close();
  }

  @Test
  void a_moved_partition_lies_there_with_its_indexes_and_the_others_stay() throws Exception {
    partitions.move(partitions.all().getFirst(), TABLESPACE);
    List<Partition> after = partitions.all();
    assertThat(after.getFirst().tablespace()).isEqualTo(TABLESPACE);
    assertThat(after.stream().skip(1)).allMatch(partition -> partition.tablespace().equals("pg_default"));
    assertThat(
            database.value(
                """
                SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                JOIN pg_tablespace t ON t.oid = c.reltablespace
                WHERE i.indrelid = 'attune.event_from_1'::regclass AND t.spcname = 'cheap'
                """))
        .isEqualTo(database.value("SELECT count(*) FROM pg_index WHERE indrelid = 'attune.event_from_1'::regclass"))
        .isNotEqualTo("0");
    assertThat(database.value("SELECT count(*) FROM pg_class WHERE relname LIKE '%moved'")).isEqualTo("0");
    partitions.move(after.getFirst(), "pg_default");
    assertThat(partitions.all().getFirst().tablespace()).isEqualTo("pg_default");
  }

  @Test
  void what_lies_in_it_still_keeps_duplicates_and_conflicts_away_and_can_be_gone_on_with() throws Exception {
    partitions.move(partitions.all().getFirst(), TABLESPACE);
    UUID stream = new UUID(0, 1);
    assertThat(outcome(appender.append(fresh(message(1, id()))))).isInstanceOf(Outcome.Taken.class);
    AppendUnit begun = unit(StreamHead.empty(stream), events(1));
    assertThat(outcome(appender.append(begun))).isInstanceOf(Outcome.Conflict.class);
    StreamHead head = reader.stream(stream, 0).head();
    assertThat(head.version()).isEqualTo(3);
    assertThat(appended(appender.append(unit(head, events(1)))).heads().getFirst().version()).isEqualTo(4);
  }

  @Test
  void events_in_it_stay_immutable() throws Exception {
    partitions.move(partitions.all().getFirst(), TABLESPACE);
    for (String change : List.of("DELETE FROM attune.event_from_1", "TRUNCATE attune.event_from_1")) {
      assertThatThrownBy(() -> database.execute(change)).hasMessageContaining("immutable");
    }
  }

  @Test
  void appends_and_reads_go_on_meanwhile() throws Exception {
    AtomicBoolean moving = new AtomicBoolean(true);
    AtomicLong stored = new AtomicLong();
    CompletableFuture<Duration> writing =
        CompletableFuture.supplyAsync(() -> {
          Duration longest = Duration.ZERO;
          while (moving.get()) {
            long began = System.nanoTime();
            appended(appender.append(fresh()));
            assertThat(reader.at(5)).hasSize(1);
            stored.incrementAndGet();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            longest = took.compareTo(longest) > 0 ? took : longest;
          }
          return longest;
        });
    partitions.move(partitions.all().getFirst(), TABLESPACE);
    moving.set(false);
    // What waits behind the swap waits for its lock time at most; the rest is a busy machine.
    assertThat(writing.get()).isLessThan(Duration.ofSeconds(3));
    assertThat(stored.get()).isPositive();
  }

  @Test
  void a_long_reader_is_waited_for_without_a_place_in_the_queue_and_the_copy_is_kept_until_it_ends() throws Exception {
    Partition first = partitions.all().getFirst();
    try (Connection reading = database.direct().getConnection();
        Statement statement = reading.createStatement()) {
      reading.setAutoCommit(false);
      reading.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.executeQuery("SELECT count(*) FROM attune.event").close();
      AtomicBoolean moving = new AtomicBoolean(true);
      CompletableFuture<Integer> queued =
          CompletableFuture.supplyAsync(() -> {
            int seen = 0;
            while (moving.get()) {
              seen += waiting();
            }
            return seen;
          });
      Partitions impatient = new Partitions(database.pool(), Duration.ofSeconds(2));
      assertThatThrownBy(() -> impatient.move(first, TABLESPACE)).hasMessageContaining("the copy of partition");
      moving.set(false);
      assertThat(queued.get()).isZero();
    }
    assertThat(partitions.all().getFirst()).isEqualTo(first);
    String copy = database.value("SELECT 'attune.event_from_1_moved'::regclass::oid");

    partitions.move(first, TABLESPACE);
    assertThat(partitions.all().getFirst().tablespace()).isEqualTo(TABLESPACE);
    assertThat(database.value("SELECT 'attune.event_from_1'::regclass::oid")).isEqualTo(copy);
  }

  /** How many wait for a lock on the log. */
  private int waiting() {
    try {
      return Integer.parseInt(
          database.value("SELECT count(*) FROM pg_locks WHERE relation = 'attune.event'::regclass AND NOT granted"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void copies_that_a_move_has_left_are_dropped_by_the_next_unless_it_can_go_on_with_them() throws Exception {
    Partition first = partitions.all().getFirst();
    database.execute("CREATE TABLE attune.event_from_77_moved (LIKE attune.event INCLUDING ALL)");
    // To another tablespace than the one that is asked for now.
    database.execute("CREATE TABLE attune.event_from_1_moved (LIKE attune.event INCLUDING ALL)");
    partitions.move(first, TABLESPACE);
    assertThat(partitions.all().getFirst().tablespace()).isEqualTo(TABLESPACE);
    assertThat(database.value("SELECT count(*) FROM pg_class WHERE relname LIKE '%moved'")).isEqualTo("0");
  }

  @Test
  void a_copy_that_was_left_and_differs_is_made_anew() throws Exception {
    Partition first = partitions.all().getFirst();
    database.execute(
        "CREATE TABLE attune.event_from_1_moved (LIKE attune.event INCLUDING ALL) TABLESPACE " + TABLESPACE);
    partitions.move(first, TABLESPACE);
    assertThat(partitions.all().getFirst().tablespace()).isEqualTo(TABLESPACE);
    assertThat(reader.at(5)).hasSize(1);
  }

  @Test
  void a_partition_that_is_written_to_is_not_moved() throws Exception {
    Partition last = partitions.all().get(1);
    assertThatThrownBy(() -> partitions.move(last, TABLESPACE)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_tablespace_that_does_not_exist_changes_nothing() throws Exception {
    Partition before = partitions.all().getFirst();
    assertThatThrownBy(() -> partitions.move(before, "nowhere")).hasMessageContaining("nowhere");
    assertThat(partitions.all().getFirst()).isEqualTo(before);
  }
}
