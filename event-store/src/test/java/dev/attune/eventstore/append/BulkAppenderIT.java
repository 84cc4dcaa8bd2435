package dev.attune.eventstore.append;

import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.LogChecker;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.Outcome.Appended;
import dev.attune.eventstore.append.Outcome.Conflict;
import dev.attune.eventstore.append.Outcome.Taken;
import dev.attune.eventstore.read.PostgresEventReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.eventstore.Given.event;
import static dev.attune.eventstore.Given.events;
import static dev.attune.eventstore.Given.fresh;
import static dev.attune.eventstore.Given.id;
import static dev.attune.eventstore.Given.message;
import static dev.attune.eventstore.append.Appending.appended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BulkAppenderIT {

  private TestDatabase database;
  private PostgresEventReader reader;
  private BulkAppender bulk;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    reader = new PostgresEventReader(database.pool());
    bulk = bulk(AppenderOptions.DEFAULT, database.pool());
  }

  @AfterEach
  void the_log_is_sound() {
    assertThat(new LogChecker(reader).faults()).isEmpty();
    database.close();
  }

  private static BulkAppender bulk(AppenderOptions options, javax.sql.DataSource source) {
    return new BulkAppender(source, options, AppenderMetrics.NONE, new LogSignal());
  }

  private static BulkUnit unit(UUID stream, long message) {
    return unit(stream, message, null);
  }

  private static BulkUnit unit(UUID stream, long message, @Nullable Long version) {
    return new BulkUnit(id(), stream, version, events(1), List.of(message(message, stream)));
  }

  /** What became of units, in the order in which it was told. */
  private static final class Told implements BulkListener {
    final Map<BulkUnit, Outcome> outcomes = new LinkedHashMap<>();
    final List<BulkUnit> refused = new ArrayList<>();

    @Override
    public void settled(BulkUnit unit, Outcome outcome) {
      outcomes.put(unit, outcome);
    }

    @Override
    public void refused(BulkUnit unit, AppendRejectedException reason) {
      refused.add(unit);
    }

    long count(Class<? extends Outcome> what) {
      return outcomes.values().stream().filter(what::isInstance).count();
    }
  }

  private Told append(List<BulkUnit> units) throws InterruptedException {
    Told told = new Told();
    bulk.append(units.iterator(), told);
    return told;
  }

  @Test
  void a_file_gets_positions_in_its_order_and_streams_go_on_across_chunks() throws Exception {
    List<UUID> streams = IntStream.range(0, 50).mapToObj(i -> id()).toList();
    List<BulkUnit> units = IntStream.range(0, 3_500).mapToObj(i -> unit(streams.get(i % 50), i)).toList();
    Told told = append(units);

    assertThat(List.copyOf(told.outcomes.keySet())).isEqualTo(units);
    assertThat(told.outcomes.values().stream().map(outcome -> ((Appended) outcome).firstPosition()))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 3_500).mapToObj(i -> (long) i).toList());
    assertThat(reader.stream(streams.getFirst(), 0).head().version()).isEqualTo(70);
  }

  @Test
  void duplicates_within_the_file_and_against_the_log_store_nothing_and_learn_by_whom() throws Exception {
    UUID stream = id();
    AppendUnit online = fresh(message(7, id()));
    Appended before;
    try (PostgresAppender appender =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal())) {
      before = appended(appender.append(online));
    }
    // 1,500 units, each message twice: once near, once a chunk away; number 7 is in the log already.
    List<BulkUnit> units = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      units.add(unit(stream, i < 500 ? i : i % 500));
    }
    Told told = append(units);

    assertThat(told.count(Appended.class)).isEqualTo(499);
    assertThat(told.count(Taken.class)).isEqualTo(1_001);
    Taken inLog = (Taken) told.outcomes.get(units.get(7));
    assertThat(inLog.holder()).isEqualTo(new ClaimHolder(
        online.claims().getFirst().stream(), before.lastPosition(), online.attempt()));
    Appended first = (Appended) told.outcomes.get(units.get(3));
    for (int again : new int[] {503, 1_003}) {
      assertThat(((Taken) told.outcomes.get(units.get(again))).holder())
          .isEqualTo(new ClaimHolder(stream, first.lastPosition(), units.get(3).attempt()));
    }
    assertThat(reader.head()).isEqualTo(500);
  }

  @Test
  void the_same_file_again_is_all_duplicates() throws Exception {
    List<BulkUnit> units = IntStream.range(0, 1_200).mapToObj(i -> unit(id(), i)).toList();
    append(units);
    Told told = append(units.stream().map(unit -> unit(unit.stream(), units.indexOf(unit))).toList());
    assertThat(told.count(Taken.class)).isEqualTo(1_200);
    assertThat(reader.head()).isEqualTo(1_200);
  }

  @Test
  void a_unit_that_expects_another_version_conflicts_alone() throws Exception {
    UUID stream = id();
    List<BulkUnit> units =
        List.of(unit(stream, 1, 0L), unit(stream, 2, 1L), unit(stream, 3, 1L), unit(stream, 4), unit(stream, 5, 3L));
    Told told = append(units);
    assertThat(told.outcomes.get(units.get(2))).isEqualTo(new Conflict(stream, 1, 2));
    assertThat(told.count(Appended.class)).isEqualTo(4);
    assertThat(reader.stream(stream, 0).events()).extracting(Envelope::version).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void what_can_never_be_stored_is_refused_alone_and_its_claim_stays_free() throws Exception {
    UUID stream = id();
    NewEvent good = event("good");
    NewEvent bad = new NewEvent(id(), good.event(), good.occurredAt(), null, null, "not text: \u0000", null);
    NewEvent worse = new NewEvent(id(), new Encoded("x", 70_000, new byte[1], null), good.occurredAt(), null, null, null, null);
    List<BulkUnit> units = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      units.add(
          new BulkUnit(
              id(), stream, null, List.of(i == 20 ? bad : i == 30 ? worse : event("good " + i)),
              List.of(message(i == 21 ? 20 : i, stream))));
    }
    Told told = append(units);
    assertThat(told.refused).containsExactlyInAnyOrder(units.get(20), units.get(30));
    assertThat(told.count(Appended.class)).isEqualTo(38);
    assertThat(told.outcomes.get(units.get(21))).isInstanceOf(Appended.class);
    assertThat(reader.stream(stream, 0).head().version()).isEqualTo(38);
  }

  @Test
  void writers_that_get_in_the_way_meanwhile_only_delay_it() throws Exception {
    List<UUID> streams = IntStream.range(0, 5).mapToObj(i -> id()).toList();
    List<BulkUnit> units = IntStream.range(0, 6_000).mapToObj(i -> unit(streams.get(i % 5), i)).toList();
    try (PostgresAppender appender =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal())) {
      Thread rival =
          Thread.startVirtualThread(
              () -> {
                int stored = 0;
                for (int i = 0; stored < 40; i++) {
                  StreamHead head = reader.stream(streams.get(i % 5), Long.MAX_VALUE).head();
                  if (Appending.outcome(appender.append(dev.attune.eventstore.Given.unit(head))) instanceof Appended) {
                    stored++;
                  }
                }
              });
      Told told = append(units);
      rival.join(Duration.ofSeconds(60));
      assertThat(told.count(Appended.class)).isEqualTo(6_000);
    }
    assertThat(reader.head()).isEqualTo(6_040);
  }

  @Test
  void a_lost_answer_in_the_middle_has_one_effect() throws Exception {
    try (SwallowingProxy proxy = new SwallowingProxy(TestDatabase.port())) {
      BulkAppender through = bulk(AppenderOptions.DEFAULT, database.direct("127.0.0.1", proxy.port()));
      Told told = new Told();
      List<BulkUnit> units = IntStream.range(0, 8_000).mapToObj(i -> unit(id(), i)).toList();
      Thread.startVirtualThread(
          () -> {
            for (int i = 0; i < 5; i++) {
              while (reader.head() < 1_000 * (i + 1)) {
                Thread.onSpinWait();
              }
              proxy.swallow(1);
            }
          });
      through.append(units.iterator(), told);
      assertThat(proxy.swallowed()).isPositive();
      assertThat(told.outcomes).hasSize(8_000);
      assertThat(reader.head()).isEqualTo(8_000);
    }
  }

  @Test
  void cut_off_in_the_middle_the_same_file_stores_the_rest() throws Exception {
    SwallowingProxy proxy = new SwallowingProxy(TestDatabase.port());
    BulkAppender through =
        bulk(AppenderOptions.DEFAULT.answerWithin(Duration.ofSeconds(1)), database.direct("127.0.0.1", proxy.port()));
    List<BulkUnit> units = IntStream.range(0, 20_000).mapToObj(i -> unit(id(), i)).toList();
    Told cut = new Told();
    Thread.startVirtualThread(
        () -> {
          while (reader.head() < 3_000) {
            Thread.onSpinWait();
          }
          proxy.down();
        });
    assertThatThrownBy(() -> through.append(units.iterator(), cut)).isInstanceOf(OutcomeUnknownException.class);
    proxy.close();
    long stored = reader.head();
    assertThat(stored).isBetween(3_000L, 19_999L);

    List<BulkUnit> again = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      again.add(unit(units.get(i).stream(), i));
    }
    Told rest = append(again);
    assertThat(rest.count(Taken.class)).isEqualTo(stored);
    assertThat(rest.count(Appended.class)).isEqualTo(20_000 - stored);
    assertThat(reader.head()).isEqualTo(20_000);
  }
}
