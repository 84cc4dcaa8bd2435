package dev.attune.eventstore.append;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.attune.eventstore.LogChecker;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.Outcome.Appended;
import dev.attune.eventstore.read.PostgresEventReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.eventstore.Given.events;
import static dev.attune.eventstore.Given.fresh;
import static dev.attune.eventstore.Given.id;
import static dev.attune.eventstore.Given.message;
import static dev.attune.eventstore.Given.named;
import static dev.attune.eventstore.Given.unit;
import static dev.attune.eventstore.append.Appending.appended;
import static dev.attune.eventstore.append.Appending.outcome;
import static dev.attune.eventstore.append.Appending.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LostReplyIT {

  private TestDatabase database;
  private SwallowingProxy proxy;
  private PostgresEventReader reader;
  private PostgresAppender appender;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.create();
    proxy = new SwallowingProxy(TestDatabase.port());
    reader = new PostgresEventReader(database.pool());
    appender =
        new PostgresAppender(
            database.direct("127.0.0.1", proxy.port()),
            AppenderOptions.DEFAULT.answerWithin(Duration.ofSeconds(3)),
            AppenderMetrics.NONE,
            new LogSignal());
    appended(appender.append(fresh()));
    // On a connection of its own, whose answers nobody shall swallow.
    while (!database.value("SELECT count(*) FROM attune.event_partition").equals("2")) {
      Thread.sleep(5);
    }
  }

  @AfterEach
  void the_log_is_sound() throws Exception {
    appender.close();
    proxy.close();
    assertThat(new LogChecker(reader).faults()).isEmpty();
    database.close();
  }

  @Test
  void a_unit_with_a_claim_has_one_effect() {
    proxy.swallow(1);
    Appended appended = appended(appender.append(unit(StreamHead.empty(id()), events(2), message(1, id()))));
    assertThat(proxy.swallowed()).isEqualTo(1);
    assertThat(appended.firstPosition()).isEqualTo(2);
    assertThat(reader.head()).isEqualTo(3);
  }

  @Test
  void a_unit_without_claims_has_one_effect() {
    proxy.swallow(1);
    Appended appended = appended(appender.append(unit(StreamHead.empty(id()), events(2))));
    assertThat(proxy.swallowed()).isEqualTo(1);
    assertThat(appended.firstPosition()).isEqualTo(2);
    assertThat(appended.lastPosition()).isEqualTo(3);
    assertThat(reader.head()).isEqualTo(3);
  }

  @Test
  void a_unit_whose_attempt_is_its_last_event_has_one_effect() {
    UUID stream = id();
    proxy.swallow(1);
    Appended appended = appended(appender.append(named(StreamHead.empty(stream), events(2), message(1, stream))));
    assertThat(proxy.swallowed()).isEqualTo(1);
    assertThat(appended.lastPosition()).isEqualTo(3);
    assertThat(reader.head()).isEqualTo(3);
  }

  @Test
  void a_chain_with_and_without_claims_among_duplicates_and_conflicts_has_one_effect() {
    UUID stream = id();
    appended(appender.append(fresh(message(99, id()))));
    StreamHead head = StreamHead.empty(stream);
    List<AppendUnit> chain = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      List<NewEvent> events = events(1);
      chain.add(i % 2 == 0 ? unit(head, events) : unit(head, events, message(i, stream)));
      head = HashChain.after(head, events);
    }
    chain.add(unit(head, events(1), message(99, stream)));
    chain.add(unit(HashChain.after(head, events(1)), events(1)));
    proxy.swallow(1);
    List<Outcome> outcomes = outcomes(appender.appendChain(chain));

    assertThat(proxy.swallowed()).isEqualTo(1);
    assertThat(outcomes.subList(0, 20)).allMatch(Appended.class::isInstance);
    assertThat(outcomes.get(20)).isInstanceOf(Outcome.Taken.class);
    assertThat(outcomes.get(21)).isInstanceOf(Outcome.PredecessorFailed.class);
    assertThat(reader.stream(stream, 0).head().version()).isEqualTo(20);
    assertThat(((Appended) outcomes.get(19)).lastPosition()).isEqualTo(22);
  }

  /** A new connection asks for the number of each type: the first that does so is told no. */
  private void refuseOnce() throws Exception {
    database.execute(
        """
        CREATE SEQUENCE attune.asked;
        CREATE OR REPLACE FUNCTION attune.event_type_of(p_name text) RETURNS smallint LANGUAGE plpgsql AS $$
        BEGIN
          IF nextval('attune.asked') = 1 THEN
            RAISE EXCEPTION 'not now';
          END IF;
          RETURN (SELECT t.id FROM attune.event_type t WHERE t.name = p_name);
        END $$
        """);
  }

  @Test
  void what_is_refused_when_it_is_sent_again_is_looked_for_unit_by_unit() throws Exception {
    refuseOnce();
    UUID stream = id();
    List<NewEvent> first = events(1);
    StreamHead head = StreamHead.empty(stream);
    proxy.swallow(1);
    List<Outcome> outcomes =
        outcomes(
            appender.appendChain(
                List.of(unit(head, first, message(5, stream)), unit(HashChain.after(head, first), events(1)))));
    assertThat(proxy.swallowed()).isEqualTo(1);
    assertThat(outcomes).allMatch(Appended.class::isInstance);
    assertThat(outcomes).extracting(outcome -> ((Appended) outcome).firstPosition()).containsExactly(2L, 3L);
    assertThat(reader.head()).isEqualTo(3);
  }

  @Test
  void a_single_unit_that_is_refused_when_it_is_sent_again_is_not_called_refused() throws Exception {
    refuseOnce();
    proxy.swallow(1);
    assertThatThrownBy(() -> outcome(appender.append(fresh()))).hasCauseInstanceOf(OutcomeUnknownException.class);
    assertThat(reader.head()).isEqualTo(2);
  }

  @Test
  void many_lost_replies_in_a_stream_of_units_have_one_effect_each() {
    List<Outcome> outcomes = new ArrayList<>();
    for (int round = 0; round < 30; round++) {
      proxy.swallow(round % 3 == 0 ? 1 : 0);
      var futures =
          java.util.stream.IntStream.range(0, 20)
              .mapToObj(i -> appender.append(i % 2 == 0 ? fresh() : fresh(message(id().hashCode(), id()))))
              .toList();
      outcomes.addAll(outcomes(futures));
    }
    assertThat(proxy.swallowed()).isPositive();
    assertThat(outcomes).allMatch(Appended.class::isInstance);
    assertThat(reader.head()).isEqualTo(601);
    assertThat(outcomes.stream().map(outcome -> ((Appended) outcome).firstPosition()).distinct()).hasSize(600);
  }

  @Test
  void a_lost_connection_gives_its_place_in_the_pool_back() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.direct("127.0.0.1", proxy.port()));
    config.setMaximumPoolSize(2);
    config.setConnectionTimeout(1_000);
    AppenderOptions options = AppenderOptions.DEFAULT.answerWithin(Duration.ofSeconds(3));
    try (HikariDataSource pool = new HikariDataSource(config)) {
      try (PostgresAppender pooled = new PostgresAppender(pool, options, AppenderMetrics.NONE, new LogSignal())) {
        for (int lost = 1; lost <= 5; lost++) {
          proxy.swallow(1);
          appended(pooled.append(fresh()));
          assertThat(proxy.swallowed()).isEqualTo(lost);
        }
      }
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }

  @Test
  void a_database_that_stays_away_makes_the_outcome_unknown_within_the_time_limit() {
    proxy.down();
    long began = System.nanoTime();
    assertThatThrownBy(() -> outcome(appender.append(fresh()))).hasCauseInstanceOf(OutcomeUnknownException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
  }
}
