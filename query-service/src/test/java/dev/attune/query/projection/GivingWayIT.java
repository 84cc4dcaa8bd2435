package dev.attune.query.projection;

import dev.attune.contracts.wire.GapReport;
import dev.attune.contracts.wire.Partitioner;
import dev.attune.contracts.wire.Relayed;
import dev.attune.query.fixture.FailingStore;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.Instance;
import dev.attune.query.fixture.Levels;
import dev.attune.query.fixture.Town;
import dev.attune.query.fixture.Truth;
import dev.attune.query.totals.TotalsView;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.query.fixture.Instance.TOTALS;
import static dev.attune.query.fixture.Town.eventually;
import static dev.attune.query.fixture.Town.reach;
import static dev.attune.query.fixture.Town.status;
import static org.assertj.core.api.Assertions.assertThat;

/** Who can wait does, on a real broker and an in-memory view store. */
class GivingWayIT {

  /** Folds at once. */
  private static final Projection LEVELS = Levels.projection(1);

  /** Can wait. */
  private static final Projection PATIENT =
      new Projection("totals", 1, List.of(new TotalsView()), Pace.of(Duration.ofMillis(100)).givingWay());

  private Town town;
  private FailingStore store;

  @BeforeEach
  void begin() {
    town = new Town();
    store = new FailingStore(town.memory().connect());
  }

  @AfterEach
  void end() {
    town.close();
  }

  private static long batches(Instance instance, String projection) {
    return instance.meters().get("attune.projection.write").tag("projection", projection).timer().count();
  }

  /** Builds a generation; the milliseconds that it took. */
  private long built(Instance instance, int number) throws InterruptedException {
    LiveProjection live = instance.live(TOTALS);
    long begin = System.nanoTime();
    assertThat(instance.rebuilding(TOTALS).start(false, 0)).isEqualTo(number);
    eventually(() -> status(live, number).member().stage() == Stage.READY);
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  private void assertRightOnceSwitchedTo(Instance instance, int number) throws InterruptedException {
    LiveProjection live = instance.live(TOTALS);
    instance.rebuilding(TOTALS).switchTo(number, false);
    eventually(() -> live.ready().number() == number);
    Truth.assertTotals(town.relay(), live);
  }

  @Test
  void a_generation_that_is_built_folds_little_at_once_and_rests_while_requests_are_under_way() throws Exception {
    town.happen(5_000);
    try (Instance one = new Instance(town.bootstrap(), store, TOTALS)) {
      LiveProjection live = one.live(TOTALS);
      reach(live, town.announce());
      store.delay(30);

      long before = batches(one, "totals");
      long quick = built(one, 2);
      long quiet = batches(one, "totals") - before;
      one.rebuilding(TOTALS).cancel(2);

      one.precedence().asks();
      before = batches(one, "totals");
      long slow = built(one, 3);
      long asked = batches(one, "totals") - before;

      assertThat(quiet).isLessThan(15);
      assertThat(asked).as("portions of 5,000 events").isGreaterThanOrEqualTo(20);
      assertThat(slow - quick).as("20 rests, each three times 30 ms").isGreaterThan(20 * 30 * 3);
      assertRightOnceSwitchedTo(one, 3);
    }
  }

  @Test
  void a_gap_amid_the_portions_is_read_again_and_nothing_behind_it_is_lost() throws Exception {
    town.happen(2_000);
    try (Instance one = new Instance(town.bootstrap(), store, TOTALS)) {
      LiveProjection live = one.live(TOTALS);
      reach(live, town.announce());
      UUID person = town.people().getFirst();
      Relayed missing = town.relay().append(person, Happenings.view("missing", "p", Happenings.NOON), Happenings.NOON);
      town.happen(2_000);
      town.announce();
      eventually(() -> live.status().state() == Status.State.GAP);
      town.relay().answer(
          new GapReport("", Partitioner.partition(person, Town.PARTITIONS), missing.previous()));
      reach(live, town.announce());

      one.precedence().asks();
      built(one, 2);
      assertRightOnceSwitchedTo(one, 2);
      assertThat(one.meters().counter("attune.projection.gaps", "projection", "totals").count())
          .as("both generations met it").isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void a_build_in_portions_is_paused_amid_them_and_goes_on_and_ends_with_its_instance() throws Exception {
    town.happen(5_000);
    try (Instance one = new Instance(town.bootstrap(), store, TOTALS)) {
      LiveProjection live = one.live(TOTALS);
      reach(live, town.announce());
      store.delay(200);
      one.precedence().asks();
      int second = one.rebuilding(TOTALS).start(false, 0);
      eventually(() -> status(live, second).done() > 0);
      one.rebuilding(TOTALS).pause(second);
      Thread.sleep(2_500);
      long paused = status(live, second).done();
      Thread.sleep(2_000);
      assertThat(status(live, second).done()).isEqualTo(paused).isLessThan(5_000);
      one.rebuilding(TOTALS).resume(second);
      eventually(() -> status(live, second).done() > paused);
    }
    store.delay(0);
    try (Instance again = new Instance(town.bootstrap(), store, TOTALS)) {
      LiveProjection live = again.live(TOTALS);
      reach(live, 5_000);
      eventually(() -> status(live, 2).member().stage() == Stage.READY);
      assertRightOnceSwitchedTo(again, 2);
    }
  }

  @Test
  void a_build_in_portions_proves_wrong_when_the_log_is_restored_amid_them() throws Exception {
    town.happen(5_000);
    try (Instance one = new Instance(town.bootstrap(), store, TOTALS)) {
      LiveProjection live = one.live(TOTALS);
      reach(live, town.announce());
      store.delay(100);
      one.precedence().asks();
      int second = one.rebuilding(TOTALS).start(true, 0);
      eventually(() -> status(live, second).done() > 500);

      town.relay().restoreTo(200);
      town.happen(6_000);
      store.delay(0);
      long head = town.announce();

      eventually(() -> Town.isReady(live) && live.ready().number() > second);
      reach(live, head);
      Truth.assertTotals(town.relay(), live);
    }
  }

  @Test
  void who_gives_way_rests_longer_while_others_are_behind_unless_a_request_waits_for_it() throws Exception {
    town.happen(100);
    store.delay(collection -> collection.contains("_totals_") ? 200 : 0);
    long quiet;
    try (Instance alone = new Instance(town.bootstrap(), store, PATIENT);
        Traffic traffic = new Traffic(town)) {
      reach(alone.live(PATIENT), town.announce());
      quiet = batchesWithin(alone, 4_000);
      assertThat(traffic.announced()).isPositive();
    }
    try (Instance one = new Instance(town.bootstrap(), store, LEVELS, PATIENT);
        Traffic traffic = new Traffic(town)) {
      LiveProjection patient = one.live(PATIENT);
      reach(patient, town.announce());
      reach(one.live(LEVELS), town.announce());
      // batches of the one that folds at once take long now
      store.delay(collection -> collection.contains("_totals_") ? 200 : 40);
      Thread.sleep(1_500);
      long pressed = batchesWithin(one, 4_000);
      assertThat(pressed).as("every second, and not every 300 ms").isBetween(2L, 6L);
      assertThat(quiet).isGreaterThan(pressed);

      long before = batches(one, "totals");
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
      while (System.nanoTime() < until) {
        reach(patient, traffic.announced());
      }
      assertThat(batches(one, "totals") - before).as("requests that wait end its rests").isGreaterThan(pressed + 3);
    }
  }

  private static long batchesWithin(Instance instance, long millis) throws InterruptedException {
    long before = batches(instance, "totals");
    Thread.sleep(millis);
    return batches(instance, "totals") - before;
  }

  @Test
  void generations_that_write_seldom_are_compared_under_traffic_and_switched() throws Exception {
    town.happen(500);
    try (Instance one = new Instance(town.bootstrap(), store, PATIENT);
        Traffic traffic = new Traffic(town)) {
      LiveProjection live = one.live(PATIENT);
      reach(live, town.announce());
      int second = one.rebuilding(PATIENT).start(true, 0);
      eventually(() -> live.ready().number() == second);
      GateReport gate = status(live, second).member().gate();
      assertThat(gate.passed()).as(String.valueOf(gate)).isTrue();
      assertThat(gate.compared()).isPositive();
      assertThat(traffic.announced()).isGreaterThan(500);
    }
    try (Instance again = new Instance(town.bootstrap(), store, PATIENT)) {
      reach(again.live(PATIENT), town.announce());
      Truth.assertTotals(town.relay(), again.live(PATIENT));
    }
  }

  /** Events all the time, some hundred a second. */
  private static final class Traffic implements AutoCloseable {

    private final Thread thread;
    private volatile boolean closed;
    private volatile long announced;

    Traffic(Town town) {
      thread = Thread.ofPlatform().start(() -> {
        while (!closed) {
          town.happen(5);
          announced = town.announce();
          try {
            Thread.sleep(20);
          } catch (InterruptedException e) {
            return;
          }
        }
      });
    }

    long announced() {
      return announced;
    }

    @Override
    public void close() throws InterruptedException {
      closed = true;
      thread.join();
    }
  }
}
