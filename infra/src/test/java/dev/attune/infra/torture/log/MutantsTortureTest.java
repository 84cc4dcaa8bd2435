package dev.attune.infra.torture.log;

import dev.attune.infra.torture.Interruption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Engines that are wrong on purpose: each wrong must be told. */
class MutantsTortureTest {

  private static final String LOCK = "PERFORM pg_advisory_xact_lock(hashtextextended('attune.event', 0));";
  private static final String TIME = "now_recorded := greatest(clock_timestamp(), now_recorded);";

  private static LogServer server;

  private Arena arena;

  @BeforeAll
  static void start() {
    // what is committed without waiting stays in memory until the WAL writer comes round
    server = LogServer.start("wal_writer_delay = 5s\n");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void a_fresh_log() {
    server.freshLog();
    arena = new Arena(server);
  }

  private static void nothing(LogBook book) {}

  private static void killed(LogBook book) {
    server.killAll();
    server.restart();
  }

  @Test
  void the_engine_as_it_is_has_no_complaint() throws Exception {
    assertThat(
        arena.complaints(
            List.of(Mutant.losingAnswers(arena.appender()), Mutant.losingAnswers(arena.appender())),
            MutantsTortureTest::killed))
        .isEmpty();
  }

  @Test
  void acknowledging_before_the_commit_is_durable_is_told() throws Exception {
    assertThat(
        arena.complaints(
            List.of(arena.appender("-c synchronous_commit=off"), arena.appender("-c synchronous_commit=off")),
            MutantsTortureTest::killed))
        .anySatisfy(complaint -> assertThat(complaint).startsWith("lost:"));
  }

  @Test
  void positions_of_a_counter_without_the_lock_are_told() throws Exception {
    server.execute(
        """
        CREATE SEQUENCE attune.mutant;
        CREATE FUNCTION attune.reserve(events int) RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE last bigint;
        BEGIN
          PERFORM pg_advisory_lock(77);
          FOR i IN 1..events LOOP last := nextval('attune.mutant'); END LOOP;
          PERFORM pg_advisory_unlock(77);
          RETURN last - events;
        END $$
        """);
    mutate(LOCK, "");
    mutate(TIME, "last_position := attune.reserve(cardinality(p_events)); " + TIME);
    assertThat(arena.complaints(List.of(arena.appender(), arena.appender()), MutantsTortureTest::nothing))
        .anySatisfy(complaint -> assertThat(complaint).startsWith("gap:"));
  }

  @Test
  void ignored_claims_are_told() throws Exception {
    assertThat(
        arena.complaints(
            List.of(Mutant.ignoringClaims(arena.appender()), Mutant.ignoringClaims(arena.appender())),
            MutantsTortureTest::nothing))
        .anySatisfy(complaint -> assertThat(complaint).startsWith("doubled: message"));
  }

  @Test
  void a_retry_under_another_attempt_id_is_told() throws Exception {
    assertThat(
        arena.complaints(
            List.of(Mutant.withAttemptIdsOfItsOwn(arena.appender()), arena.appender()),
            MutantsTortureTest::nothing))
        .anySatisfy(complaint -> assertThat(complaint).startsWith("misled:"));
  }

  @Test
  void not_looking_for_what_an_earlier_try_has_stored_is_told() throws Exception {
    String source = server.value("SELECT pg_get_functiondef('attune.append_units'::regproc)");
    assertThat(source).contains("IF again THEN");
    server.execute(source.replace("IF again THEN", "IF false THEN"));
    assertThat(swallowing()).anySatisfy(complaint -> assertThat(complaint).containsPattern("^(conflict|doubled):"));
  }

  @Test
  void a_batch_sent_again_is_stored_once() throws Exception {
    assertThat(swallowing()).isEmpty();
  }

  private List<String> swallowing() throws Exception {
    try (SwallowingProxy proxy = new SwallowingProxy(server.port())) {
      return arena.complaints(
          List.of(arena.appender(proxy.port(), ""), arena.appender(proxy.port(), "")),
          book -> {
            for (int i = 1; i <= 30; i++) {
              proxy.swallow(1);
              // answers of appends, not those that a new connection begins with
              long before = book.count();
              for (int look = 0; look < 200 && (proxy.swallowed() < i || book.count() < before + 40); look++) {
                Interruption.pause(Duration.ofMillis(5));
              }
            }
          });
    }
  }

  @Test
  void a_clock_that_goes_back_does_the_engine_no_harm() throws Exception {
    assertThat(arena.complaints(List.of(arena.appender(), arena.appender()), tenMinutesBack())).isEmpty();
  }

  @Test
  void times_that_follow_such_a_clock_are_told() throws Exception {
    mutate(TIME, "now_recorded := clock_timestamp();");
    assertThat(arena.complaints(List.of(arena.appender(), arena.appender()), tenMinutesBack()))
        .anySatisfy(complaint -> assertThat(complaint).startsWith("time: it goes back by 59"));
  }

  private static Arena.Blow tenMinutesBack() throws Exception {
    DatabaseClock clock = DatabaseClock.install(server);
    return book -> clock.jump(-600);
  }

  @Test
  void what_is_changed_in_the_log_is_told() throws Exception {
    tamper("UPDATE attune.event SET data = data || '\\x00' WHERE position = 7", "changed:");
    tamper("DELETE FROM attune.event WHERE position = (SELECT max(position) - 3 FROM attune.event)", "gap:");
    tamper("DELETE FROM attune.claim WHERE position = (SELECT max(position) FROM attune.claim)", "claim:");
    tamper(
        """
        INSERT INTO attune.event SELECT (e).* FROM (
          SELECT jsonb_populate_record(e, jsonb_build_object('position', (SELECT max(position) + 1 FROM attune.event))) AS e
          FROM attune.event e WHERE position = 7) again
        """,
        "doubled: attempt");
  }

  private void tamper(String sql, String complaint) throws Exception {
    server.freshLog();
    assertThat(
        arena.complaints(List.of(arena.appender()), MutantsTortureTest::nothing, book -> {
          server.execute(
              "ALTER TABLE attune.event DISABLE TRIGGER USER; ALTER TABLE attune.event_from_1 DISABLE TRIGGER USER");
          server.execute(sql);
        }))
        .as(sql)
        .anySatisfy(told -> assertThat(told).startsWith(complaint));
  }

  private static void mutate(String from, String to) throws Exception {
    for (String function : List.of("append_batch", "append_units")) {
      String source = server.value("SELECT pg_get_functiondef('attune.%s'::regproc)".formatted(function));
      assertThat(source).contains(from);
      server.execute(source.replace(from, to));
    }
  }
}
