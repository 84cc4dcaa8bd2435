package dev.attune.query.projection;

import dev.attune.contracts.Identity;
import dev.attune.contracts.wire.GapReport;
import dev.attune.contracts.wire.Partitioner;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.Topics;
import dev.attune.query.fixture.FailingStore;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.Instance;
import dev.attune.query.fixture.KafkaBroker;
import dev.attune.query.fixture.MemoryStore;
import dev.attune.query.fixture.TestRelay;
import dev.attune.query.fixture.Truth;
import dev.attune.query.problem.Problem;
import dev.attune.query.view.ViewStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.query.fixture.Happenings.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Folding, on a real broker and an in-memory view store. */
class ProjectionIT {

  private static final int PARTITIONS = 8;

  private final Random random = new Random(4711);
  private final List<UUID> people = new ArrayList<>();
  private KafkaBroker broker;
  private MemoryStore memory;
  private TestRelay relay;
  private long number;

  @BeforeEach
  void begin() {
    broker = new KafkaBroker();
    broker.create(Map.of(Topics.EVENTS, PARTITIONS, Topics.PROGRESS, 1, Topics.DEFINITIONS, 1, Topics.GAPS, 1));
    memory = new MemoryStore();
    relay = new TestRelay(broker.bootstrap(), PARTITIONS);
    for (int i = 0; i < 40; i++) {
      people.add(new UUID(random.nextLong(), random.nextLong()));
    }
  }

  @AfterEach
  void end() {
    relay.close();
    memory.close();
    broker.close();
  }

  private void happen(int events) {
    for (int i = 0; i < events; i++) {
      UUID person = people.get((int) (people.size() * Math.pow(random.nextDouble(), 2)));
      number++;
      relay.happens(person, Happenings.any(random, number), NOON.plusSeconds(number));
    }
  }

  private static void eventually(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private static boolean isReady(LiveProjection live) {
    try {
      live.ready();
      return true;
    } catch (Problem catchingUp) {
      return false;
    }
  }

  private static void reach(LiveProjection live, long position) throws InterruptedException {
    eventually(() -> isReady(live));
    live.await(generation -> live.hasReached(generation, position), position, Duration.ofSeconds(30));
  }

  @Test
  void views_equal_the_fold_of_the_log_and_follow_it() throws Exception {
    happen(2_000);
    long head = relay.announce();
    try (Instance instance =
        new Instance(
            broker.bootstrap(), memory.connect(), Instance.PROFILE, Instance.TIMELINE, Instance.TOTALS)) {
      reach(instance.live(Instance.PROFILE), head);
      reach(instance.live(Instance.TOTALS), head);
      Truth.assertProfiles(relay, instance.live(Instance.PROFILE));
      Truth.assertTotals(relay, instance.live(Instance.TOTALS));

      happen(500);
      long next = relay.announce();
      reach(instance.live(Instance.PROFILE), next);
      reach(instance.live(Instance.TOTALS), next);
      Truth.assertProfiles(relay, instance.live(Instance.PROFILE));
      Truth.assertTotals(relay, instance.live(Instance.TOTALS));
      assertThat(instance.live(Instance.PROFILE).status())
          .returns(Status.State.LIVE, Status::state)
          .returns(2_500L, Status::position)
          .returns(0L, Status::lag);
    }
  }

  @Test
  void records_that_come_twice_are_folded_once() throws Exception {
    List<Relayed> sent = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      number++;
      Relayed relayed =
          relay.append(people.get(i % 7), Happenings.any(random, number), NOON.plusSeconds(number));
      relay.send(relayed);
      sent.add(relayed);
      if (i % 50 == 49) {
        sent.subList(Math.max(0, sent.size() - 80), sent.size()).forEach(relay::send);
      }
    }
    long head = relay.announce();
    try (Instance instance =
        new Instance(broker.bootstrap(), memory.connect(), Instance.PROFILE, Instance.TOTALS)) {
      reach(instance.live(Instance.PROFILE), head);
      reach(instance.live(Instance.TOTALS), head);
      Truth.assertProfiles(relay, instance.live(Instance.PROFILE));
      Truth.assertTotals(relay, instance.live(Instance.TOTALS));
    }
  }

  @Test
  void nothing_is_folded_beyond_a_gap_until_what_is_missing_is_sent_again() throws Exception {
    happen(200);
    long whole = relay.announce();
    try (Instance instance = new Instance(broker.bootstrap(), memory.connect(), Instance.PROFILE)) {
      LiveProjection live = instance.live(Instance.PROFILE);
      reach(live, whole);
      UUID person = people.getFirst();
      Relayed missing = relay.append(person, Happenings.view("missing", "p-1", NOON), NOON);
      Relayed after = relay.append(person, Happenings.view("after", "p-2", NOON), NOON);
      relay.send(after);
      relay.announce();

      eventually(() -> live.status().state() == Status.State.GAP);
      assertThat(live.status().troubles())
          .containsOnlyKeys(Partitioner.partition(person, PARTITIONS))
          .allSatisfy(
              (partition, trouble) ->
                  assertThat(trouble)
                      .contains("after " + missing.previous() + ":")
                      .contains("next is " + after.envelope().position()));
      assertThat(live.status().position()).isLessThan(missing.envelope().position());
      assertThat(instance.meters().counter("attune.projection.gaps", "projection", "profile").count()).isEqualTo(1);
      assertThatThrownBy(
              () ->
                  live.await(
                      generation -> live.hasReached(generation, after.envelope().position()),
                      after.envelope().position(),
                      Duration.ofMillis(200)))
          .isInstanceOfSatisfying(
              Problem.class, behind -> assertThat(behind.kind()).isEqualTo(Problem.Kind.VIEW_BEHIND));

      relay.send(missing);
      relay.send(after);
      relay.announce();
      reach(live, after.envelope().position());
      Truth.assertProfiles(relay, live);
      assertThat(live.status().state()).isEqualTo(Status.State.LIVE);
    }
  }

  @Test
  void a_gap_is_reported_at_once_and_again_until_what_is_missing_arrives() throws Exception {
    happen(300);
    long whole = relay.announce();
    try (Instance instance =
        new Instance(broker.bootstrap(), memory.connect(), Instance.PROFILE, Instance.TOTALS)) {
      LiveProjection live = instance.live(Instance.PROFILE);
      reach(live, whole);
      reach(instance.live(Instance.TOTALS), whole);
      Relayed first = lose(20);
      int partition = Partitioner.partition(first.envelope().stream(), PARTITIONS);
      GapReport expected = new GapReport(broker.topicId(Topics.EVENTS), partition, first.previous());
      happen(50);
      relay.announce();

      long since = System.nanoTime();
      eventually(() -> relay.reports().contains(expected));
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofMillis(1_500));
      eventually(() -> relay.reports().stream().filter(expected::equals).count() >= 4);
      assertThat(relay.reports()).allSatisfy(report -> assertThat(report).isEqualTo(expected));
      assertThat(live.status().state()).isEqualTo(Status.State.GAP);

      relay.answer(expected);
      happen(50);
      long head = relay.announce();
      reach(live, head);
      reach(instance.live(Instance.TOTALS), head);
      Truth.assertProfiles(relay, live);
      Truth.assertTotals(relay, instance.live(Instance.TOTALS));
      assertThat(live.status().state()).isEqualTo(Status.State.LIVE);
      double reports = instance.meters().counter("attune.projection.gap.reports", "projection", "profile").count();
      Thread.sleep(3_500);
      assertThat(instance.meters().counter("attune.projection.gap.reports", "projection", "profile").count())
          .isEqualTo(reports)
          .isPositive();
    }
  }

  @Test
  void a_hole_that_was_mended_further_on_is_not_reported_by_a_rebuild() throws Exception {
    happen(300);
    Relayed first = lose(20);
    happen(50);
    GapReport missing =
        new GapReport("", Partitioner.partition(first.envelope().stream(), PARTITIONS), first.previous());
    relay.answer(missing);
    happen(50);
    long head = relay.announce();
    try (Instance instance = new Instance(broker.bootstrap(), memory.connect(), Instance.PROFILE)) {
      LiveProjection live = instance.live(Instance.PROFILE);
      reach(live, head);
      Truth.assertProfiles(relay, live);
      assertThat(instance.meters().counter("attune.projection.gaps", "projection", "profile").count()).isPositive();
      assertThat(instance.meters().counter("attune.projection.gap.reports", "projection", "profile").count()).isZero();
    }
  }

  /** Events of one person happen and do not get into the topic, and one that does; the first of the lost. */
  private Relayed lose(int events) {
    UUID person = people.getFirst();
    List<Relayed> lost = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      number++;
      lost.add(relay.append(person, Happenings.view("lost-" + number, "p-1", NOON), NOON.plusSeconds(number)));
    }
    number++;
    relay.happens(person, Happenings.view("after-" + number, "p-2", NOON), NOON.plusSeconds(number));
    return lost.getFirst();
  }

  @Test
  void a_second_instance_takes_over_partitions_and_a_zombie_doubles_nothing() throws Exception {
    happen(1_000);
    reachWith(memory.connect(), relay.announce());
    FailingStore slow = new FailingStore(memory.connect());
    try (Instance first = new Instance(broker.bootstrap(), slow, Instance.PROFILE, Instance.TOTALS)) {
      reach(first.live(Instance.PROFILE), 1_000);
      slow.delay(20);
      happen(300);
      try (Instance second =
          new Instance(broker.bootstrap(), memory.connect(), Instance.PROFILE, Instance.TOTALS)) {
        for (int i = 0; i < 30; i++) {
          happen(50);
          relay.announce();
          Thread.sleep(50);
        }
        slow.delay(0);
        eventually(() -> second.live(Instance.PROFILE).status().folding() > 0);
        long head = relay.announce();
        reach(first.live(Instance.PROFILE), head);
        reach(second.live(Instance.PROFILE), head);
        reach(second.live(Instance.TOTALS), head);
        Truth.assertProfiles(relay, first.live(Instance.PROFILE));
        Truth.assertProfiles(relay, second.live(Instance.PROFILE));
        Truth.assertTotals(relay, second.live(Instance.TOTALS));
        assertThat(
                first.live(Instance.PROFILE).status().folding() + second.live(Instance.PROFILE).status().folding())
            .isEqualTo(PARTITIONS);
      }
      happen(100);
      long head = relay.announce();
      reach(first.live(Instance.PROFILE), head);
      Truth.assertProfiles(relay, first.live(Instance.PROFILE));
    }
  }

  @Test
  void two_writers_of_the_same_partition_double_nothing() throws Exception {
    happen(500);
    long head = relay.announce();
    ViewStore store = memory.connect();
    Projection other = new Projection("totals", 1, Instance.TOTALS.views());
    try (Instance one = new Instance(broker.bootstrap(), store, Instance.TOTALS)) {
      reach(one.live(Instance.TOTALS), head);
      Generation generation = one.live(Instance.TOTALS).ready();
      Folding zombie = new Folding(other.views(), generation, memory.connect(), 1 << 20, Lanes.ONE);
      List<Recorded> again =
          relay.log().stream()
              .map(
                  relayed ->
                      new Recorded(
                          Partitioner.partition(relayed.envelope().stream(), PARTITIONS),
                          relayed.envelope(),
                          relay.events().decode(relayed.envelope().event()),
                          new byte[0]))
              .toList();

      zombie.apply(again.subList(0, 400));
      happen(100);
      reach(one.live(Instance.TOTALS), relay.announce());
      zombie.apply(again);

      Truth.assertTotals(relay, one.live(Instance.TOTALS));
    }
  }

  @Test
  void what_was_written_before_a_death_is_not_folded_again_after_it() throws Exception {
    happen(400);
    reachWith(memory.connect(), relay.announce());
    for (String dies : List.of("checkpoint", "profile", "totals")) {
      FailingStore failing = new FailingStore(memory.connect());
      try (Instance instance =
          new Instance(broker.bootstrap(), failing, Instance.PROFILE, Instance.TOTALS)) {
        reach(instance.live(Instance.PROFILE), relay.announce());
        reach(instance.live(Instance.TOTALS), relay.announce());
        failing.fail(collection -> collection.startsWith(dies));
        happen(200);
        relay.announce();
        eventually(() -> failing.failures() > 1);
      }
      reachWith(memory.connect(), relay.announce());
    }
  }

  @Test
  void a_view_store_that_fails_for_a_while_delays_and_loses_nothing() throws Exception {
    happen(300);
    FailingStore failing = new FailingStore(memory.connect());
    try (Instance instance =
        new Instance(broker.bootstrap(), failing, Instance.PROFILE, Instance.TOTALS)) {
      reach(instance.live(Instance.PROFILE), relay.announce());
      failing.fail(collection -> true);
      happen(300);
      long head = relay.announce();
      eventually(() -> failing.failures() > 3);
      failing.fail(collection -> false);
      reach(instance.live(Instance.PROFILE), head);
      reach(instance.live(Instance.TOTALS), head);
      Truth.assertProfiles(relay, instance.live(Instance.PROFILE));
      Truth.assertTotals(relay, instance.live(Instance.TOTALS));
    }
  }

  @Test
  void a_view_store_lost_while_running_is_folded_again_from_the_beginning() throws Exception {
    happen(1_000);
    try (Instance instance =
        new Instance(broker.bootstrap(), memory.connect(), Instance.PROFILE, Instance.TOTALS)) {
      LiveProjection live = instance.live(Instance.PROFILE);
      reach(live, relay.announce());
      reach(instance.live(Instance.TOTALS), relay.announce());
      String before = live.ready().incarnation();

      memory.lose();
      happen(200);
      long head = relay.announce();

      assertNeverNotFound(live);
      eventually(() -> isReady(live) && !live.ready().incarnation().equals(before));
      reach(live, head);
      eventually(() -> isReady(instance.live(Instance.TOTALS)));
      reach(instance.live(Instance.TOTALS), head);
      Truth.assertProfiles(relay, live);
      Truth.assertTotals(relay, instance.live(Instance.TOTALS));
    }
  }

  private void assertNeverNotFound(LiveProjection live) throws InterruptedException {
    UUID person = people.getFirst();
    for (int i = 0; i < 100; i++) {
      try {
        assertThat(live.find(live.ready(), "profile", person.toString())).isNotNull();
      } catch (Problem catchingUp) {
        assertThat(catchingUp.kind()).isEqualTo(Problem.Kind.CATCHING_UP);
      } catch (org.springframework.dao.DataAccessException away) {
        assertThat(away).isNotNull();
      }
      Thread.sleep(5);
    }
  }

  @Test
  void events_lost_in_a_restore_of_the_log_are_in_no_view_afterwards() throws Exception {
    happen(300);
    try (Instance instance =
        new Instance(broker.bootstrap(), memory.connect(), Instance.PROFILE, Instance.TOTALS)) {
      reach(instance.live(Instance.PROFILE), relay.announce());
      reach(instance.live(Instance.TOTALS), relay.announce());
      int generation = instance.live(Instance.PROFILE).ready().number();

      relay.restoreTo(250);
      number = 10_000;
      happen(20);
      long head = relay.announce();

      eventually(
          () ->
              isReady(instance.live(Instance.PROFILE))
                  && instance.live(Instance.PROFILE).ready().number() > generation);
      reach(instance.live(Instance.PROFILE), head);
      eventually(
          () -> isReady(instance.live(Instance.TOTALS)) && instance.live(Instance.TOTALS).ready().number() > 1);
      reach(instance.live(Instance.TOTALS), head);
      Truth.assertProfiles(relay, instance.live(Instance.PROFILE));
      Truth.assertTotals(relay, instance.live(Instance.TOTALS));
    }
  }

  @Test
  void until_it_has_caught_up_it_says_how_far_it_is() throws Exception {
    happen(500);
    relay.announce();
    FailingStore slow = new FailingStore(memory.connect());
    slow.delay(300);
    try (Instance instance = new Instance(broker.bootstrap(), slow, Instance.PROFILE)) {
      LiveProjection live = instance.live(Instance.PROFILE);
      eventually(() -> live.status().state() == Status.State.CATCHING_UP);
      assertThatThrownBy(live::ready)
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> {
                assertThat(problem.kind()).isEqualTo(Problem.Kind.CATCHING_UP);
                assertThat(problem.members()).containsEntry("head", "500").containsKey("percent");
              });
      slow.delay(0);
      reach(live, 500);
    }
  }

  @Test
  void a_partition_has_reached_a_position_when_nothing_more_is_in_it_up_to_there() throws Exception {
    UUID person = people.getFirst();
    relay.happens(person, Happenings.linked(Identity.user("u-1")), NOON);
    relay.announce();
    try (Instance instance = new Instance(broker.bootstrap(), memory.connect(), Instance.PROFILE)) {
      LiveProjection live = instance.live(Instance.PROFILE);
      reach(live, 1);
      UUID elsewhere =
          people.stream()
              .filter(
                  other -> Partitioner.partition(other, PARTITIONS) != Partitioner.partition(person, PARTITIONS))
              .findFirst()
              .orElseThrow();
      long position = relay.happens(elsewhere, Happenings.view("m", "p", NOON), NOON);
      assertThat(live.hasReached(live.ready(), Partitioner.partition(person, PARTITIONS), position)).isFalse();
      relay.announce();
      reach(live, position);
      assertThat(live.hasReached(live.ready(), Partitioner.partition(person, PARTITIONS), position)).isTrue();
      assertThat(live.hasReached(live.ready(), Partitioner.partition(person, PARTITIONS), position + 1)).isFalse();
    }
  }

  @Test
  void a_topic_made_anew_is_folded_without_doubling_anything() throws Exception {
    happen(300);
    reachWith(memory.connect(), relay.announce());
    broker.delete(List.of(Topics.EVENTS));
    Thread.sleep(500);
    broker.create(Map.of(Topics.EVENTS, PARTITIONS));
    Thread.sleep(2_000); // a producer that sees both topics numbers its batches wrongly for ever
    relay.reconnect();
    relay.log().forEach(relay::send);
    happen(50);
    reachWith(memory.connect(), relay.announce());
  }

  /** A fresh instance comes up, catches up, holds the truth, and goes. */
  private void reachWith(ViewStore store, long head) throws InterruptedException {
    try (Instance instance = new Instance(broker.bootstrap(), store, Instance.PROFILE, Instance.TOTALS)) {
      reach(instance.live(Instance.PROFILE), head);
      reach(instance.live(Instance.TOTALS), head);
      Truth.assertProfiles(relay, instance.live(Instance.PROFILE));
      Truth.assertTotals(relay, instance.live(Instance.TOTALS));
    }
  }
}
