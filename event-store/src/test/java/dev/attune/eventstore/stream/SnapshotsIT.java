package dev.attune.eventstore.stream;

import dev.attune.eventstore.Given;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.PostgresEventReader;
import dev.attune.eventstore.read.SnapshotReader;
import dev.attune.eventstore.read.SnapshotTail.Found;
import dev.attune.eventstore.stream.Decider.Decision;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import static dev.attune.eventstore.Given.event;
import static dev.attune.eventstore.Given.id;
import static dev.attune.eventstore.Given.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SnapshotsIT {

  private static final SnapshotCodec<Tally> CODEC = new Tally.Codec("one");
  private static final String WRITERS_THAT_WAIT =
      "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
          + " AND query LIKE 'INSERT INTO attune.state_snapshot%'";

  private final PrintStream console = System.err;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

  private TestDatabase database;
  private PostgresEventReader reader;
  private PostgresAppender appender;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    reader = new PostgresEventReader(database.pool());
    appender =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    System.setErr(console);
    appender.close();
    database.close();
  }

  /** A node that was just started. */
  private final class Node {

    final Tally.Counting fold = new Tally.Counting();
    final StreamMailboxes<Tally> mailboxes;

    Node(DataSource source, SnapshotCodec<Tally> codec, int every) {
      SnapshotOptions<Tally> snapshots = SnapshotOptions.of(source, "tally", codec).every(every);
      mailboxes = new StreamMailboxes<>(appender, reader, fold, MailboxOptions.DEFAULT, state -> 1, snapshots);
    }

    Tally state(UUID stream) {
      return mailboxes.state(stream);
    }

    void decide(UUID stream, int times) {
      for (int i = 0; i < times; i++) {
        NewEvent event = event("decided " + i);
        mailboxes
            .send(
                stream,
                state ->
                    new Decision.Store<Tally, Long>(
                        state.with(event.event().data()), List.of(event), List.of(), stored -> 1L, taken -> -1L))
            .orTimeout(30, TimeUnit.SECONDS)
            .join();
      }
    }
  }

  private Node node() {
    return node(CODEC);
  }

  private Node node(SnapshotCodec<Tally> codec) {
    return new Node(database.pool(), codec, SnapshotOptions.EVERY);
  }

  private void append(UUID stream, int events) {
    StreamHead head = reader.stream(stream, Long.MAX_VALUE - 1).head();
    assertThat(appender.append(unit(head, Given.events(events))).join()).isInstanceOf(Outcome.Appended.class);
  }

  /** What the stream's events make, without snapshots. */
  private Tally folded(UUID stream) {
    return new StreamMailboxes<>(appender, reader, new Tally.Counting(), MailboxOptions.DEFAULT).state(stream);
  }

  private UUID streamWithSnapshot(int events) throws Exception {
    UUID stream = id();
    append(stream, events);
    node().state(stream);
    eventually(() -> snapshot(stream).equals("one " + events));
    return stream;
  }

  /** Revision and version of the snapshot; "null" if there is none. */
  private String snapshot(UUID stream) throws Exception {
    return String.valueOf(
        database.value(
            "SELECT max(revision || ' ' || version) FROM attune.state_snapshot WHERE stream = '%s'".formatted(stream)));
  }

  private static void eventually(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private List<String> warnings() {
    return logged.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("WARN dev.attune.")).toList();
  }

  @Test
  void after_a_restart_a_long_stream_is_read_from_its_snapshot_on() throws Exception {
    UUID stream = streamWithSnapshot(1_990);
    append(stream, 10);

    Node restarted = node();

    assertThat(restarted.state(stream)).isEqualTo(folded(stream));
    assertThat(restarted.state(stream).events()).isEqualTo(2_000);
    assertThat(restarted.fold.folded).hasValue(10);
    restarted.decide(stream, 1);
    assertThat(restarted.state(stream)).isEqualTo(folded(stream));
    assertThat(warnings()).isEmpty();
  }

  @Test
  void a_stream_that_ends_at_its_snapshot_is_not_read_at_all() throws Exception {
    UUID stream = streamWithSnapshot(300);

    Node restarted = node();

    assertThat(restarted.state(stream)).isEqualTo(folded(stream));
    assertThat(restarted.fold.folded).hasValue(0);
  }

  @Test
  void decisions_write_the_next_snapshot_once_the_tail_is_long_enough() throws Exception {
    UUID stream = id();
    Node node = new Node(database.pool(), CODEC, 20);
    node.decide(stream, 20);
    Thread.sleep(200);
    assertThat(snapshot(stream)).isEqualTo("null");

    node.decide(stream, 1);
    eventually(() -> snapshot(stream).equals("one 21"));
    node.decide(stream, 20);
    Thread.sleep(200);
    assertThat(snapshot(stream)).isEqualTo("one 21");
    node.decide(stream, 1);
    eventually(() -> snapshot(stream).equals("one 42"));

    Node restarted = node();
    assertThat(restarted.state(stream)).isEqualTo(folded(stream));
    assertThat(restarted.fold.folded).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes = '\\x000102030405060708090a0b'",
        "bytes = ''",
        "checksum = checksum + 1",
        "version = 250",
        "version = 5000",
        "chain = repeat('ab', 16)::uuid",
      })
  void a_snapshot_that_was_changed_is_ignored_with_one_warning_and_replaced(String change) throws Exception {
    UUID stream = streamWithSnapshot(300);
    append(stream, 5);
    database.execute("UPDATE attune.state_snapshot SET " + change);

    Node restarted = node();

    assertThat(restarted.state(stream)).isEqualTo(folded(stream));
    assertThat(restarted.fold.folded).hasValue(305);
    assertThat(warnings()).singleElement().asString().contains("is ignored and replaced", stream.toString());
    eventually(() -> snapshot(stream).equals("one 305"));
    Node again = node();
    assertThat(again.state(stream)).isEqualTo(folded(stream));
    assertThat(again.fold.folded).hasValue(0);
    assertThat(warnings()).hasSize(1);
  }

  @Test
  void a_snapshot_of_another_stream_is_ignored() throws Exception {
    UUID stream = streamWithSnapshot(300);
    UUID other = id();
    append(other, 301);
    database.execute("UPDATE attune.state_snapshot SET stream = '%s'".formatted(other));
    // Even where the chain was made to fit, the checksum tells.
    database.execute(
        "UPDATE attune.state_snapshot SET chain = (SELECT chain FROM attune.event WHERE stream = '%s' AND version = 300)"
            .formatted(other));

    assertThat(node().state(other)).isEqualTo(folded(other));
    assertThat(warnings()).singleElement().asString().contains("checksum");
    assertThat(node().state(stream)).isEqualTo(folded(stream));
  }

  @Test
  void snapshots_of_another_revision_are_ignored_and_replaced_with_one_warning_for_all() throws Exception {
    UUID first = streamWithSnapshot(300);
    UUID second = streamWithSnapshot(300);

    Node upgraded = node(new Tally.Codec("two"));

    assertThat(upgraded.state(first)).isEqualTo(folded(first));
    assertThat(upgraded.state(second)).isEqualTo(folded(second));
    assertThat(upgraded.fold.folded).hasValue(600);
    eventually(() -> snapshot(first).equals("two 300") && snapshot(second).equals("two 300"));
    assertThat(warnings()).singleElement().asString().contains("\"one\"", "\"two\"");
  }

  @Test
  void a_snapshot_that_cannot_be_decoded_is_ignored_and_replaced() throws Exception {
    UUID stream = streamWithSnapshot(300);
    SnapshotCodec<Tally> broken =
        new SnapshotCodec<>() {
          @Override
          public String revision() {
            return "one";
          }

          @Override
          public byte[] encode(Tally state) {
            return new byte[] {7};
          }

          @Override
          public Tally decode(UUID id, byte[] bytes) {
            throw new IllegalStateException("cannot be read");
          }
        };

    assertThat(node(broken).state(stream)).isEqualTo(folded(stream));
    assertThat(warnings()).singleElement().asString().contains("cannot be decoded", "cannot be read");
    eventually(() -> database.value("SELECT octet_length(bytes) FROM attune.state_snapshot").equals("1"));
  }

  @Test
  void a_state_that_cannot_be_encoded_harms_no_command() throws Exception {
    SnapshotCodec<Tally> broken =
        new SnapshotCodec<>() {
          @Override
          public String revision() {
            return "one";
          }

          @Override
          public byte[] encode(Tally state) {
            throw new IllegalStateException("cannot be written");
          }

          @Override
          public Tally decode(UUID id, byte[] bytes) {
            throw new IllegalStateException("cannot be read");
          }
        };
    UUID stream = id();
    Node node = new Node(database.pool(), broken, 5);
    node.decide(stream, 6);
    eventually(() -> warnings().size() == 1);
    node.decide(stream, 6);
    eventually(() -> warnings().size() == 2);
    assertThat(node.state(stream)).isEqualTo(folded(stream));
    assertThat(snapshot(stream)).isEqualTo("null");
  }

  @Test
  void commands_do_not_wait_for_snapshots_and_one_killed_before_it_was_written_does_no_harm() throws Exception {
    List<UUID> streams = List.of(id(), id(), id(), id());
    Node node = new Node(database.pool(), CODEC, 5);
    try (Connection other = database.direct().getConnection();
        Statement lock = other.createStatement()) {
      other.setAutoCommit(false);
      lock.execute("LOCK TABLE attune.state_snapshot IN EXCLUSIVE MODE");
      for (UUID stream : streams) {
        node.decide(stream, 10);
      }
      eventually(() -> !database.value("SELECT count(*) " + WRITERS_THAT_WAIT).matches("[01]"));
      Thread.sleep(300);
      assertThat(database.value("SELECT count(*) " + WRITERS_THAT_WAIT)).as("no more than two").isEqualTo("2");
      database.execute("SELECT pg_terminate_backend(pid) " + WRITERS_THAT_WAIT);
      eventually(() -> warnings().size() == 2);
      other.rollback();
    }
    assertThat(database.value("SELECT count(*) FROM attune.state_snapshot")).isEqualTo("0");
    for (UUID stream : streams) {
      Node restarted = new Node(database.pool(), CODEC, 100);
      assertThat(restarted.state(stream)).isEqualTo(folded(stream));
      assertThat(restarted.fold.folded).hasValue(10);
    }
    for (UUID stream : streams) {
      node.decide(stream, 10);
      eventually(() -> !snapshot(stream).equals("null"));
      assertThat(node().state(stream)).isEqualTo(folded(stream));
    }
  }

  @Test
  void an_older_state_does_not_replace_a_newer_one() throws Exception {
    UUID stream = id();
    Node slow = new Node(database.pool(), CODEC, 5);
    slow.decide(stream, 4);
    append(stream, 300);
    node().state(stream);
    eventually(() -> snapshot(stream).equals("one 304"));
    // A node that remembers the stream as it was writes that late.
    Known<Tally> old = new Known<>(Tally.NONE, new StreamHead(stream, 10, new byte[16]));
    new SnapshotWriter<>(SnapshotOptions.of(database.pool(), "tally", CODEC).every(5), Runnable::run).offer(old);

    assertThat(snapshot(stream)).isEqualTo("one 304");
    slow.decide(stream, 1);
    assertThat(slow.state(stream)).isEqualTo(folded(stream));
  }

  @Test
  void deleting_all_snapshots_is_always_right() throws Exception {
    UUID stream = streamWithSnapshot(300);
    Node running = node();
    running.state(stream);
    database.execute("DELETE FROM attune.state_snapshot");

    running.decide(stream, 1);
    assertThat(running.state(stream)).isEqualTo(folded(stream));
    assertThat(node().state(stream)).isEqualTo(folded(stream));
    eventually(() -> snapshot(stream).equals("one 301"));
    assertThat(warnings()).isEmpty();
  }

  @Test
  void a_sound_snapshot_of_another_history_is_ignored_and_replaced() throws Exception {
    UUID stream = streamWithSnapshot(300);
    // Restored to where it was before the stream began, and written on since.
    forgetTheLog();
    append(stream, 302);

    Node node = node();
    assertThat(node.state(stream)).isEqualTo(folded(stream));
    assertThat(node.fold.folded).hasValue(302);
    assertThat(warnings()).singleElement().asString().contains("is another one");
    eventually(() -> snapshot(stream).equals("one 302"));
  }

  @Test
  void a_useless_snapshot_that_could_not_be_replaced_at_once_is_replaced_with_the_next_turn() throws Exception {
    UUID stream = streamWithSnapshot(300);
    // Beyond the head: no version that comes soon is above it.
    database.execute("UPDATE attune.state_snapshot SET version = 5000");
    database.execute("ALTER TABLE attune.state_snapshot ADD CONSTRAINT no_other CHECK (version = 5000)");
    Node node = new Node(database.pool(), CODEC, 20);
    node.state(stream);
    eventually(() -> warnings().stream().anyMatch(line -> line.contains("was not written")));
    node.decide(stream, 5);
    assertThat(warnings().stream().filter(line -> line.contains("was not written"))).hasSize(1);

    database.execute("ALTER TABLE attune.state_snapshot DROP CONSTRAINT no_other");
    node.decide(stream, 20);
    eventually(() -> snapshot(stream).equals("one 321"));
  }

  @Test
  void a_stream_whose_event_behind_the_snapshot_is_missing_fails_alone() throws Exception {
    UUID damaged = streamWithSnapshot(300);
    append(damaged, 5);
    database.execute(
        """
        ALTER TABLE attune.event DISABLE TRIGGER USER;
        ALTER TABLE attune.event_from_1 DISABLE TRIGGER USER;
        DELETE FROM attune.event WHERE version = 301
        """);
    Node node = node();
    assertThatThrownBy(() -> node.state(damaged))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("do not lead to its head");
    assertThat(warnings()).anyMatch(line -> line.contains("the event behind it is missing"));

    SnapshotReader reads = new SnapshotReader(database.pool());
    UUID sound = streamWithSnapshot(250);
    assertThat(reads.read(List.of(damaged, sound), "tally", "one").get(sound).found()).isInstanceOf(Found.Fitting.class);
    assertThat(reads.read(List.of(damaged, sound), "tally", "one").get(damaged).found()).isInstanceOf(Found.Unfit.class);
  }

  private void forgetTheLog() throws Exception {
    database.execute(
        """
        ALTER TABLE attune.event DISABLE TRIGGER USER;
        ALTER TABLE attune.event_from_1 DISABLE TRIGGER USER;
        DELETE FROM attune.event;
        DELETE FROM attune.stream_head
        """);
  }

  @Test
  void a_snapshot_of_a_stream_that_is_gone_is_ignored_and_replaced_once_there_is_something() throws Exception {
    UUID stream = streamWithSnapshot(300);
    forgetTheLog();
    Node node = node();
    assertThat(node.state(stream)).isEqualTo(Tally.NONE);
    node.decide(stream, 1);
    eventually(() -> snapshot(stream).equals("one 1"));
    assertThat(warnings()).singleElement().asString().contains("ends before it");
    assertThat(node().state(stream)).isEqualTo(folded(stream));
  }

  @Test
  void a_role_needs_the_right_and_reads_whole_streams_without_it() throws Exception {
    UUID stream = streamWithSnapshot(300);
    String role = "app_" + System.nanoTime();
    database.execute("CREATE ROLE " + role + " LOGIN");
    PGSimpleDataSource asRole = (PGSimpleDataSource) database.direct();
    asRole.setUser(role);
    database.execute("GRANT USAGE ON SCHEMA attune TO " + role);
    database.execute("GRANT SELECT ON attune.event, attune.stream_head, attune.event_type TO " + role);

    Node without = new Node(asRole, CODEC, 5);
    assertThat(without.state(stream)).isEqualTo(folded(stream));
    assertThat(without.fold.folded).hasValue(300);
    without.decide(stream, 10);
    assertThat(warnings()).singleElement().asString().contains("permission denied");

    database.execute("SELECT attune.admit_snapshots('" + role + "')");
    Node with = new Node(asRole, CODEC, 5);
    assertThat(with.state(stream)).isEqualTo(folded(stream));
    assertThat(with.fold.folded).hasValue(10);
    eventually(() -> snapshot(stream).equals("one 310"));
    try (Connection connection = asRole.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("DELETE FROM attune.state_snapshot")).isEqualTo(1);
    }
  }
}
