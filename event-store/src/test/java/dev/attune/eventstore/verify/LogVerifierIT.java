package dev.attune.eventstore.verify;

import dev.attune.eventstore.Given;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.append.StreamAppend;
import dev.attune.eventstore.append.StreamHead;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LogVerifierIT {

  private static final int STREAMS = 40;
  private static final int UNITS = 5;
  private static final long EVENTS = 2L * STREAMS * UNITS;
  private static final long ENOUGH = 64L << 20;

  private TestDatabase database;

  @BeforeEach
  void store_some_streams() {
    database = TestDatabase.create();
    try (PostgresAppender appender =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal())) {
      StreamHead[] heads = new StreamHead[STREAMS];
      for (int i = 0; i < STREAMS; i++) {
        heads[i] = StreamHead.empty(new UUID(7, i));
      }
      for (int unit = 0; unit < UNITS; unit++) {
        for (int i = 0; i < STREAMS; i++) {
          UUID stream = heads[i].stream();
          Outcome outcome =
              appender
                  .append(
                      Given.unit(heads[i], Given.events(2), Given.message((long) unit * STREAMS + i, stream)))
                  .join();
          heads[i] = ((Outcome.Appended) outcome).heads().getFirst();
        }
      }
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_sound_log_has_no_faults() throws Exception {
    AtomicLong read = new AtomicLong();
    LogVerifier verifier = new LogVerifier(database.pool(), ENOUGH);

    Findings findings = verifier.verify(read::addAndGet);

    assertThat(findings.faults()).isEmpty();
    assertThat(findings.events()).isEqualTo(EVENTS);
    assertThat(findings.streams()).isEqualTo(STREAMS);
    assertThat(findings.claims()).isEqualTo(STREAMS * UNITS);
    assertThat(read).hasValue(EVENTS);
    assertThat(verifier.work()).isEqualTo(EVENTS);
  }

  @Test
  void streams_that_do_not_fit_into_memory_are_verified_in_several_passes() throws Exception {
    LogVerifier small = new LogVerifier(database.pool(), 2_000);
    assertThat(small.work()).isGreaterThan(EVENTS);
    assertThat(small.verify(read -> {}).streams()).isEqualTo(STREAMS);

    damage("UPDATE attune.stream_head SET chain = '00000000-0000-0000-0000-000000000001' WHERE stream = '00000000-0000-0007-0000-000000000005'");

    assertThat(small.verify(read -> {}).faults()).hasSize(1);
  }

  @Test
  void claims_of_a_unit_of_several_streams_are_sound_wherever_their_stream_stands_in_it() throws Exception {
    try (PostgresAppender appender =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal())) {
      List<StreamAppend> streams = new ArrayList<>();
      List<Claim> claims = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        streams.add(new StreamAppend(StreamHead.empty(new UUID(8, i)), Given.events(3)));
        claims.add(Given.message(1_000 + i, new UUID(8, i)));
      }
      appender.append(new AppendUnit(Given.id(), streams, claims)).join();
    }
    LogVerifier verifier = new LogVerifier(database.pool(), ENOUGH);
    assertThat(verifier.verify(read -> {}).faults()).isEmpty();

    damage("UPDATE attune.claim SET stream = '00000000-0000-0007-0000-000000000003' WHERE stream = '00000000-0000-0008-0000-000000000002'");

    assertThat(verifier.verify(read -> {}).first()).hasValueSatisfying(first -> {
      assertThat(first.position()).isEqualTo(EVENTS + 12);
      assertThat(first.what()).contains("of which the unit");
    });
  }

  /** Stream 3 has positions 7, 8, 87, 88, 167, 168, ... */
  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE attune.event SET data = set_byte(data, 0, 1) WHERE position = 88 | 88 | its checksum",
        "UPDATE attune.event SET occurred_at = occurred_at + interval '1 us' WHERE position = 88 | 88 | its checksum",
        "UPDATE attune.event SET event_id = gen_random_uuid() WHERE position = 7 | 7 | its checksum",
        "UPDATE attune.event SET checksum = 0 WHERE position = 8 | 8 | its checksum",
        "UPDATE attune.event SET version = 9 WHERE position = 87 | 87 | version 9",
        "UPDATE attune.event SET chain = '00000000-0000-0000-0000-000000000001' WHERE position = 167 | 167 | the chain of stream",
        "UPDATE attune.event SET stream = '00000000-0000-0007-0000-000000000004' WHERE position = 87 | 87 | its checksum",
        "DELETE FROM attune.event WHERE position = 88 | 88 | 1 events are missing",
        "DELETE FROM attune.event WHERE position BETWEEN 100 AND 119 | 100 | 20 events are missing",
        "UPDATE attune.event SET recorded_at = '2020-01-01' WHERE position = 100 | 100 | before the event ahead",
        "UPDATE attune.event SET epoch = 2 WHERE position = 100 | 101 | epoch 1 follows epoch 2",
        "UPDATE attune.stream_head SET version = 11 WHERE stream = '00000000-0000-0007-0000-000000000003' | 328 | the head of",
        "UPDATE attune.stream_head SET position = 1 WHERE stream = '00000000-0000-0007-0000-000000000003' | 328 | the head of",
        "DELETE FROM attune.stream_head WHERE stream = '00000000-0000-0007-0000-000000000003' | 8 | which does not exist",
        "UPDATE attune.claim SET position = 9999 WHERE position = 88 | 9999 | names a position",
        "UPDATE attune.claim SET stream = gen_random_uuid() WHERE position = 88 | 88 | which does not exist",
        "UPDATE attune.claim SET position = 1 | 1 | a claim of kind 1",
        "UPDATE attune.claim SET position = 1, attempt = NULL | 1 | of which the unit at that position has no event",
        "UPDATE attune.claim SET position = 88 WHERE position = 90 | 88 | a claim of kind 1",
        "UPDATE attune.claim SET position = 91 WHERE position = 90 | 91 | of which the unit",
        "UPDATE attune.claim SET stream = '00000000-0000-0007-0000-000000000003' | 2 | of which the unit",
        "UPDATE attune.claim SET stream = '00000000-0000-0007-0000-000000000004' WHERE position = 88 | 88 | of which the unit",
        "UPDATE attune.claim SET attempt = NULL, position = 88 WHERE position IN (88, 90) | 88 | of which the unit",
        "UPDATE attune.event SET position = position + 1000, recorded_at = (SELECT recorded_at FROM attune.event WHERE position = 87) WHERE position BETWEEN 87 AND 90; UPDATE attune.event SET position = position - CASE WHEN position < 1089 THEN 998 ELSE 1002 END WHERE position > 1000 | 88 | of which the unit",
        "DELETE FROM attune.event_type | 1 | has no name"
      })
  void damage_is_found_where_it_was_done(String statement, long position, String what) throws Exception {
    damage(statement);

    Findings findings = new LogVerifier(database.pool(), ENOUGH).verify(read -> {});

    assertThat(findings.first()).hasValueSatisfying(first -> {
      assertThat(first.position()).isEqualTo(position);
      assertThat(first.what()).contains(what);
    });
  }

  private void damage(String statement) throws Exception {
    database.execute(
        "SET session_replication_role = replica; " + statement + "; RESET session_replication_role");
  }
}
