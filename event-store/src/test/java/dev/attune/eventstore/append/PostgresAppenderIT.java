package dev.attune.eventstore.append;

import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.LogChecker;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.Outcome.Appended;
import dev.attune.eventstore.append.Outcome.Conflict;
import dev.attune.eventstore.append.Outcome.PredecessorFailed;
import dev.attune.eventstore.append.Outcome.Taken;
import dev.attune.eventstore.read.PostgresEventReader;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.eventstore.Given.at;
import static dev.attune.eventstore.Given.event;
import static dev.attune.eventstore.Given.events;
import static dev.attune.eventstore.Given.fresh;
import static dev.attune.eventstore.Given.id;
import static dev.attune.eventstore.Given.key;
import static dev.attune.eventstore.Given.message;
import static dev.attune.eventstore.Given.named;
import static dev.attune.eventstore.Given.unit;
import static dev.attune.eventstore.append.Appending.appended;
import static dev.attune.eventstore.append.Appending.head;
import static dev.attune.eventstore.append.Appending.outcome;
import static dev.attune.eventstore.append.Appending.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostgresAppenderIT {

  private static final String PARTITIONS = "SELECT count(*) FROM attune.event_partition";

  private TestDatabase database;
  private PostgresEventReader reader;
  private PostgresAppender appender;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    reader = new PostgresEventReader(database.pool());
    appender =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
  }

  @AfterEach
  void the_log_is_sound() {
    appender.close();
    assertThat(new LogChecker(reader).faults()).isEmpty();
    database.close();
  }

  /** Sends units so that they meet in one batch: the lock of the log is held meanwhile. */
  private List<CompletableFuture<Outcome>> inOneBatch(List<AppendUnit> units) throws Exception {
    return inOneBatch(() -> units.stream().map(appender::append).toList());
  }

  private <T> T inOneBatch(java.util.function.Supplier<T> send) throws Exception {
    try (var connection = database.direct().getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT pg_advisory_xact_lock(hashtextextended('attune.event', 0))");
      CompletableFuture<Outcome> first = appender.append(fresh());
      while (!"1".equals(database.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"))) {
        Thread.sleep(1);
      }
      T sent = send.get();
      connection.commit();
      first.join();
      return sent;
    }
  }

  @Test
  void fsync_is_on_so_that_these_tests_mean_something() throws Exception {
    assertThat(database.value("SHOW fsync")).isEqualTo("on");
  }

  @Test
  void everything_given_is_read_again() {
    NewEvent event =
        new NewEvent(
            id(),
            new Encoded("profile.seen", 3, new byte[] {1, 2, 3}, new byte[] {9, 0}),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            id(),
            id(),
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            id());
    UUID stream = id();
    Appended appended = appended(appender.append(unit(StreamHead.empty(stream), List.of(event))));

    Envelope read = reader.at(appended.firstPosition()).getFirst();
    assertThat(read)
        .usingRecursiveComparison()
        .isEqualTo(
            new Envelope(
                event.eventId(),
                stream,
                1,
                1,
                1,
                appended.recordedAt(),
                event.occurredAt(),
                event.correlation(),
                event.causation(),
                event.traceparent(),
                event.event(),
                event.sealedWith()));
  }

  @Test
  void a_unit_gets_positions_without_a_gap_and_leaves_the_head_it_told() {
    UUID stream = id();
    StreamHead first = head(appender.append(unit(StreamHead.empty(stream), events(3))));
    Appended second = appended(appender.append(unit(first, events(2))));

    assertThat(second.firstPosition()).isEqualTo(4);
    assertThat(second.lastPosition()).isEqualTo(5);
    assertThat(second.heads().getFirst().version()).isEqualTo(5);
    assertThat(reader.stream(stream, 3).events()).extracting(Envelope::version).containsExactly(4L, 5L);
    assertThat(reader.stream(stream, 3).head().chain()).isEqualTo(second.heads().getFirst().chain());
  }

  @Test
  void of_duplicates_in_one_batch_the_first_is_stored_and_the_others_learn_by_whom() throws Exception {
    List<AppendUnit> units = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      units.add(fresh(message(i % 2, id())));
    }
    List<Outcome> outcomes = outcomes(inOneBatch(units));

    assertThat(outcomes.subList(0, 2)).allMatch(Appended.class::isInstance);
    assertThat(outcomes.subList(2, 40)).allMatch(Taken.class::isInstance);
    Appended winner = (Appended) outcomes.getFirst();
    Taken loser = (Taken) outcomes.get(2);
    assertThat(loser.holder().position()).isEqualTo(winner.lastPosition());
    assertThat(loser.holder().attempt()).isEqualTo(units.getFirst().attempt());
    assertThat(loser.holder().stream()).isEqualTo(units.getFirst().claims().getFirst().stream());
  }

  @Test
  void a_duplicate_in_a_later_batch_stores_nothing_and_learns_the_first_outcome() {
    AppendUnit first = fresh(message(7, id()));
    Appended stored = appended(appender.append(first));
    Outcome second = outcome(appender.append(fresh(message(7, id()))));

    assertThat(second).isInstanceOf(Taken.class);
    assertThat(((Taken) second).holder())
        .isEqualTo(new ClaimHolder(first.claims().getFirst().stream(), stored.lastPosition(), first.attempt()));
    assertThat(reader.head()).isEqualTo(1);
  }

  @Test
  void the_same_attempt_again_is_told_what_it_stored_then() {
    AppendUnit unit = unit(StreamHead.empty(id()), events(3), message(1, id()));
    Appended first = appended(appender.append(unit));
    appended(appender.append(fresh()));
    Appended again = appended(appender.append(unit));

    assertThat(again).usingRecursiveComparison().isEqualTo(first);
    assertThat(reader.head()).isEqualTo(4);
  }

  @Test
  void an_attempt_that_is_the_id_of_the_last_event_is_told_from_there() throws Exception {
    UUID stream = id();
    AppendUnit unit = named(StreamHead.empty(stream), events(3), message(1, stream), Claim.identity(key(1), stream));
    Appended first = appended(appender.append(unit));
    appended(appender.append(fresh()));
    Taken taken = (Taken) outcome(appender.append(fresh(message(1, id()))));
    Appended again = appended(appender.append(unit));

    assertThat(database.value("SELECT count(*) FROM attune.claim WHERE attempt IS NOT NULL")).isEqualTo("0");
    assertThat(taken.holder()).isEqualTo(new ClaimHolder(stream, first.lastPosition(), unit.attempt()));
    assertThat(reader.holders(Claim.Kind.IDENTITY, List.of(key(1))).values()).containsExactly(taken.holder());
    assertThat(again).usingRecursiveComparison().isEqualTo(first);
    assertThat(reader.head()).isEqualTo(4);
  }

  @Test
  void a_claim_moves_from_and_to_units_whose_attempt_is_an_event() {
    UUID old = id();
    UUID survivor = id();
    appended(appender.append(named(StreamHead.empty(old), events(1), Claim.identity(key(1), old))));
    Claim moved = new Claim(Claim.Kind.IDENTITY, key(1), survivor, old);
    AppendUnit move = named(StreamHead.empty(survivor), events(2), moved);
    Appended stored = appended(appender.append(move));

    assertThat(reader.holders(Claim.Kind.IDENTITY, List.of(key(1))).values())
        .containsExactly(new ClaimHolder(survivor, 3, move.attempt()));
    assertThat(appended(appender.append(move))).usingRecursiveComparison().isEqualTo(stored);
    assertThat(outcome(appender.append(named(StreamHead.empty(id()), events(1), moved)))).isInstanceOf(Taken.class);
  }

  @Test
  void the_same_key_can_be_claimed_once_of_each_kind() throws Exception {
    for (Claim.Kind kind : Claim.Kind.values()) {
      UUID stream = id();
      Claim claim = new Claim(kind, key(kind.number() % 2), stream, null);
      appended(appender.append(unit(StreamHead.empty(stream), claim)));
      assertThat(outcome(appender.append(fresh(claim)))).isInstanceOf(Taken.class);
      assertThat(reader.holders(kind, List.of(key(0), key(1)))).containsOnlyKeys(
          java.util.HexFormat.of().formatHex(claim.key()));
      assertThat(database.value("SELECT count(*) FROM attune.claim c WHERE attune.claim_kind(c.key) = " + kind.number()))
          .isEqualTo("1");
    }
  }

  @Test
  void an_attempt_named_after_its_event_may_come_twice_in_one_batch() throws Exception {
    UUID stream = id();
    AppendUnit twice = named(StreamHead.empty(stream), events(3), message(1, stream));
    AppendUnit neighbour = fresh();

    List<CompletableFuture<Outcome>> sent = inOneBatch(List.of(twice, twice, neighbour));

    Appended first = appended(sent.get(0));
    assertThat(appended(sent.get(1))).usingRecursiveComparison().isEqualTo(first);
    assertThat(appended(sent.get(2)).lastPosition()).isEqualTo(reader.head()).isEqualTo(first.lastPosition() + 1);
  }

  @Test
  void a_retry_in_a_batch_harms_no_chain_beside_it() throws Exception {
    UUID stored = id();
    AppendUnit retried = unit(StreamHead.empty(stored), message(1, stored));
    appended(appender.append(retried));
    List<AppendUnit> chain = new ArrayList<>();
    StreamHead head = StreamHead.empty(id());
    for (int link = 0; link < 4; link++) {
      chain.add(unit(head));
      head = QueuedUnit.of(chain.getLast(), null).heads().getFirst();
    }

    List<Outcome> outcomes =
        outcomes(
            inOneBatch(
                () -> {
                  List<CompletableFuture<Outcome>> sent = new ArrayList<>(List.of(appender.append(retried)));
                  sent.addAll(appender.appendChain(chain));
                  return sent;
                }));

    assertThat(outcomes).hasSize(5).allMatch(Appended.class::isInstance);
    assertThat(((Appended) outcomes.getFirst()).lastPosition()).isEqualTo(1);
  }

  @Test
  void the_same_attempt_twice_in_one_batch_is_stored_once_and_those_behind_it_are_told_where_they_stand()
      throws Exception {
    UUID stream = id();
    AppendUnit twice = unit(StreamHead.empty(stream), events(3), message(1, stream));
    AppendUnit neighbour = fresh();
    AppendUnit behind = unit(QueuedUnit.of(neighbour, null).heads().getFirst());

    List<CompletableFuture<Outcome>> sent = inOneBatch(List.of(twice, twice, neighbour, behind));

    Appended first = appended(sent.get(0));
    Appended again = appended(sent.get(1));
    assertThat(List.of(again.firstPosition(), again.lastPosition(), again.recordedAt(), again.epoch()))
        .isEqualTo(List.of(first.firstPosition(), first.lastPosition(), first.recordedAt(), first.epoch()));
    assertThat(appended(sent.get(3)).lastPosition()).isEqualTo(reader.head()).isEqualTo(6);
    assertThat(reader.at(6).getFirst().eventId()).isEqualTo(behind.streams().getFirst().events().getFirst().eventId());
  }

  @Test
  void the_same_chain_again_is_told_what_it_stored_then_also_for_units_without_claims() {
    UUID stream = id();
    List<NewEvent> one = events(1);
    AppendUnit first = unit(StreamHead.empty(stream), one, message(1, stream));
    AppendUnit second = unit(HashChain.after(StreamHead.empty(stream), one), events(1));
    List<Outcome> stored = outcomes(appender.appendChain(List.of(first, second)));
    List<Outcome> again = outcomes(appender.appendChain(List.of(first, second)));

    assertThat(again).usingRecursiveComparison().isEqualTo(stored);
    assertThat(reader.head()).isEqualTo(2);
  }

  @Test
  void claims_are_checked_before_versions_and_the_first_taken_is_told() {
    UUID stream = id();
    appended(appender.append(unit(StreamHead.empty(stream), message(1, stream), message(2, stream))));
    Outcome both = outcome(appender.append(unit(at(stream, 9), message(3, stream), message(2, stream), message(1, stream))));

    assertThat(both).isInstanceOf(Taken.class);
    assertThat(((Taken) both).claim().key()).isEqualTo(key(2));
  }

  @Test
  void a_conflict_fails_alone_among_a_hundred_neighbours() throws Exception {
    UUID stream = id();
    appended(appender.append(unit(StreamHead.empty(stream), events(2))));
    List<AppendUnit> units = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      units.add(i == 50 ? unit(StreamHead.empty(stream)) : fresh(message(i, id())));
    }
    List<Outcome> outcomes = new ArrayList<>(outcomes(inOneBatch(units)));

    assertThat(outcomes.get(50)).isEqualTo(new Conflict(stream, 0, 2));
    outcomes.remove(50);
    assertThat(outcomes).allMatch(Appended.class::isInstance);
    for (int i = 1; i < outcomes.size(); i++) {
      assertThat(((Appended) outcomes.get(i)).firstPosition())
          .isEqualTo(((Appended) outcomes.get(i - 1)).lastPosition() + 1);
    }
  }

  @Test
  void a_head_with_another_history_is_a_conflict_even_if_the_version_fits() {
    UUID stream = id();
    head(appender.append(unit(StreamHead.empty(stream))));
    assertThat(outcome(appender.append(unit(at(stream, 1))))).isEqualTo(new Conflict(stream, 1, 1));
  }

  @Test
  void a_unit_of_two_streams_is_stored_whole_or_not_at_all() {
    UUID one = id();
    UUID two = id();
    appended(appender.append(unit(StreamHead.empty(two))));
    AppendUnit half =
        new AppendUnit(
            id(),
            List.of(
                new StreamAppend(StreamHead.empty(one), events(2)), new StreamAppend(StreamHead.empty(two), events(1))),
            List.of(message(1, one)));
    assertThat(outcome(appender.append(half))).isEqualTo(new Conflict(two, 0, 1));
    assertThat(reader.stream(one, 0).events()).isEmpty();
    assertThat(reader.holders(Claim.Kind.MESSAGE, List.of(key(1)))).isEmpty();

    StreamHead head = reader.stream(two, 0).head();
    AppendUnit whole =
        new AppendUnit(
            id(),
            List.of(new StreamAppend(StreamHead.empty(one), events(2)), new StreamAppend(head, events(1))),
            List.of(message(1, one)));
    Appended appended = appended(appender.append(whole));
    assertThat(appended.heads()).extracting(StreamHead::version).containsExactly(2L, 2L);
    assertThat(appended.lastPosition() - appended.firstPosition()).isEqualTo(2);
    assertThat(reader.holders(Claim.Kind.MESSAGE, List.of(key(1))).values())
        .containsExactly(new ClaimHolder(one, appended.lastPosition(), whole.attempt()));
  }

  @Test
  void a_claim_moves_only_from_the_stream_that_holds_it() {
    UUID old = id();
    UUID survivor = id();
    appended(appender.append(fresh(Claim.identity(key(1), old))));
    Claim wrong = new Claim(Claim.Kind.IDENTITY, key(1), survivor, id());
    Claim right = new Claim(Claim.Kind.IDENTITY, key(1), survivor, old);

    assertThat(outcome(appender.append(fresh(wrong)))).isInstanceOf(Taken.class);
    appended(appender.append(fresh(right)));
    assertThat(reader.holders(Claim.Kind.IDENTITY, List.of(key(1))).values())
        .extracting(ClaimHolder::stream)
        .containsExactly(survivor);
    assertThat(((Taken) outcome(appender.append(unit(StreamHead.empty(id()), right)))).holder().stream())
        .isEqualTo(survivor);
  }

  @Test
  void a_chain_builds_on_itself_and_ends_at_its_first_failure() throws Exception {
    UUID stream = id();
    appended(appender.append(fresh(message(3, id()))));
    StreamHead head = StreamHead.empty(stream);
    List<AppendUnit> chain = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      List<NewEvent> events = events(2);
      chain.add(unit(head, events, message(i, stream)));
      head = HashChain.after(head, events);
    }
    List<Outcome> outcomes = outcomes(inOneBatch(() -> appender.appendChain(chain)));

    assertThat(outcomes.subList(0, 3)).allMatch(Appended.class::isInstance);
    assertThat(outcomes.get(3)).isInstanceOf(Taken.class);
    assertThat(outcomes.subList(4, 6)).allMatch(PredecessorFailed.class::isInstance);
    assertThat(reader.stream(stream, 0).events()).hasSize(6);
    assertThat(reader.holders(Claim.Kind.MESSAGE, List.of(key(4), key(5)))).isEmpty();
  }

  @Test
  void a_chain_longer_than_a_batch_ends_at_its_first_failure_too() {
    UUID stream = id();
    appended(appender.append(fresh(message(700, id()))));
    StreamHead head = StreamHead.empty(stream);
    List<AppendUnit> chain = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      List<NewEvent> events = events(1);
      chain.add(unit(head, events, message(i, stream)));
      head = HashChain.after(head, events);
    }
    List<Outcome> outcomes = outcomes(appender.appendChain(chain));

    assertThat(outcomes.subList(0, 700)).allMatch(Appended.class::isInstance);
    assertThat(outcomes.get(700)).isInstanceOf(Taken.class);
    assertThat(outcomes.subList(701, 2_500)).allMatch(PredecessorFailed.class::isInstance);
    assertThat(reader.stream(stream, 0).head().version()).isEqualTo(700);
  }

  @Test
  void more_rivals_in_a_queue_than_a_batch_has_waves_still_see_one_another_in_order() throws Exception {
    UUID stream = id();
    List<AppendUnit> rivals = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rivals.add(unit(StreamHead.empty(stream), message(1, stream)));
    }
    List<Outcome> outcomes = outcomes(inOneBatch(rivals));
    assertThat(outcomes.getFirst()).isInstanceOf(Appended.class);
    assertThat(outcomes.subList(1, 60)).allMatch(Taken.class::isInstance);
  }

  @Test
  void what_the_database_refuses_fails_alone() throws Exception {
    NewEvent good = event("good");
    NewEvent bad =
        new NewEvent(id(), good.event(), good.occurredAt(), null, null, "not text: \u0000", null);
    List<AppendUnit> units = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      units.add(i == 20 ? unit(StreamHead.empty(id()), List.of(bad)) : fresh());
    }
    List<CompletableFuture<Outcome>> futures = new ArrayList<>(inOneBatch(units));

    assertThatThrownBy(() -> outcome(futures.get(20))).hasCauseInstanceOf(AppendRejectedException.class);
    futures.remove(20);
    assertThat(outcomes(futures)).allMatch(Appended.class::isInstance);
  }

  @Test
  void a_unit_that_makes_no_sense_is_refused_at_once() {
    UUID stream = id();
    Claim twice = message(1, stream);
    assertThat(appender.append(unit(StreamHead.empty(stream), twice, twice))).isCompletedExceptionally();
    assertThat(appender.append(unit(StreamHead.empty(stream), List.of()))).isCompletedExceptionally();
    assertThat(appender.append(new AppendUnit(id(), List.of(), List.of()))).isCompletedExceptionally();
    assertThat(reader.head()).isZero();
  }

  @Test
  void a_full_queue_answers_at_once() throws Exception {
    try (PostgresAppender small =
        new PostgresAppender(
            database.direct(), AppenderOptions.DEFAULT.queuedUnits(10), AppenderMetrics.NONE, new LogSignal())) {
      PostgresAppender kept = appender;
      appender = small;
      List<CompletableFuture<Outcome>> futures =
          inOneBatch(() -> java.util.stream.Stream.generate(() -> small.append(fresh())).limit(30).toList());
      appender = kept;
      assertThat(futures.subList(0, 10)).allSatisfy(future -> assertThat(outcome(future)).isInstanceOf(Appended.class));
      assertThat(futures.subList(10, 30))
          .allSatisfy(
              future -> assertThatThrownBy(() -> outcome(future)).hasCauseInstanceOf(OverloadedException.class));
    }
  }

  @Test
  void a_closed_appender_has_stored_what_it_accepted_and_refuses_more() {
    List<CompletableFuture<Outcome>> futures = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      futures.add(appender.append(fresh()));
    }
    appender.close();
    assertThat(outcomes(futures)).allMatch(Appended.class::isInstance);
    assertThatThrownBy(() -> outcome(appender.append(fresh()))).hasCauseInstanceOf(OverloadedException.class);
  }

  @Test
  void partitions_are_there_before_they_are_needed() throws Exception {
    AppenderOptions small =
        new AppenderOptions(20_000, 64 << 20, 1_000, 4 << 20, java.time.Duration.ofSeconds(15), 10_000);
    try (TestDatabase other = TestDatabase.create();
        PostgresAppender narrow =
            new PostgresAppender(other.direct(), small, AppenderMetrics.NONE, new LogSignal())) {
      UUID stream = id();
      StreamHead head = StreamHead.empty(stream);
      for (int i = 0; i < 35; i++) {
        head = head(narrow.append(unit(head, events(1_000))));
      }
      PostgresEventReader there = new PostgresEventReader(other.pool());
      assertThat(new LogChecker(there).faults()).isEmpty();
      assertThat(there.stream(stream, 29_990).events()).hasSize(5_010);
      for (int i = 0; i < 500 && !other.value(PARTITIONS).equals("5"); i++) {
        Thread.sleep(20);
      }
      assertThat(other.value(PARTITIONS)).isEqualTo("5");
    }
  }

  @Test
  void a_partition_that_cannot_be_made_yet_harms_no_append_while_there_is_room() throws Exception {
    AppenderOptions small =
        new AppenderOptions(20_000, 64 << 20, 1_000, 4 << 20, java.time.Duration.ofSeconds(3), 10_000);
    try (TestDatabase other = TestDatabase.create()) {
      StreamHead head = StreamHead.empty(id());
      try (PostgresAppender narrow =
          new PostgresAppender(other.direct(), small, AppenderMetrics.NONE, new LogSignal())) {
        head = head(narrow.append(unit(head, events(1))));
        for (int i = 0; i < 500 && !other.value(PARTITIONS).equals("2"); i++) {
          Thread.sleep(20);
        }
        assertThat(other.value(PARTITIONS)).isEqualTo("2");
        try (var analyzing = other.direct().getConnection();
            var statement = analyzing.createStatement()) {
          analyzing.setAutoCommit(false);
          statement.execute("ANALYZE attune.event");
          for (int i = 0; i < 15; i++) {
            head = head(narrow.append(unit(head, events(1_000))));
          }
          // A new connection does not wait for the partition either.
          try (PostgresAppender fresh =
              new PostgresAppender(other.direct(), small, AppenderMetrics.NONE, new LogSignal())) {
            head = head(fresh.append(unit(head, events(1))));
          }
          assertThat(other.value(PARTITIONS)).isEqualTo("2");
          analyzing.commit();
        }
        for (int i = 0; i < 500 && !other.value(PARTITIONS).equals("3"); i++) {
          Thread.sleep(20);
        }
        assertThat(other.value(PARTITIONS)).isEqualTo("3");
        for (int i = 0; i < 10; i++) {
          head = head(narrow.append(unit(head, events(1_000))));
        }
      }
      assertThat(new LogChecker(new PostgresEventReader(other.pool())).faults()).isEmpty();
    }
  }

  @Test
  void an_error_in_what_listens_harms_neither_its_batch_nor_the_next() {
    AtomicInteger told = new AtomicInteger();
    AppenderMetrics failing =
        new AppenderMetrics() {
          @Override
          public void batch(Batch batch) {
            if (told.incrementAndGet() == 1) {
              throw new OutOfMemoryError("only said");
            }
          }
        };
    try (PostgresAppender heard =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, failing, new LogSignal())) {
      appended(heard.append(fresh()));
      appended(heard.append(fresh()));
      assertThat(heard.isRunning()).isTrue();
    }
  }

  @Test
  void an_error_on_the_way_to_the_database_makes_the_outcome_unknown_and_the_next_is_stored() {
    AtomicInteger asked = new AtomicInteger();
    DataSource failing =
        (DataSource)
            Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  if (asked.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("only said");
                  }
                  return method.invoke(database.direct(), arguments);
                });
    try (PostgresAppender hurt =
        new PostgresAppender(failing, AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal())) {
      assertThatThrownBy(() -> outcome(hurt.append(fresh()))).hasCauseInstanceOf(OutcomeUnknownException.class);
      appended(hurt.append(fresh()));
      assertThat(hurt.isRunning()).isTrue();
    }
  }

  @Test
  void what_waits_when_a_close_is_interrupted_is_refused() throws Exception {
    List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
    PostgresAppender closing =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
    try (var connection = database.direct().getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT pg_advisory_xact_lock(hashtextextended('attune.event', 0))");
      waiting.add(closing.append(fresh()));
      while (!"1".equals(database.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"))) {
        Thread.sleep(1);
      }
      waiting.add(closing.append(fresh()));
      Thread.currentThread().interrupt();
      closing.close();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(closing.isRunning()).isFalse();
      connection.commit();
    }
    appended(waiting.getFirst());
    assertThatThrownBy(() -> outcome(waiting.getLast())).hasCauseInstanceOf(OverloadedException.class);
  }
}
