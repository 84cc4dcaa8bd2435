package dev.attune.query.projection;

import dev.attune.query.fixture.FailingStore;
import dev.attune.query.fixture.Instance;
import dev.attune.query.fixture.Levels;
import dev.attune.query.fixture.MemoryStore;
import dev.attune.query.fixture.Readers;
import dev.attune.query.fixture.Town;
import dev.attune.query.fixture.Truth;
import dev.attune.query.problem.Problem;
import dev.attune.query.view.ViewStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.query.fixture.Instance.PROFILE;
import static dev.attune.query.fixture.Instance.TOTALS;
import static dev.attune.query.fixture.Town.eventually;
import static dev.attune.query.fixture.Town.reach;
import static dev.attune.query.fixture.Town.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Generations beside each other, on a real broker and an in-memory view store. */
class RebuildIT {

  private Town town;

  @BeforeEach
  void begin() {
    town = new Town();
  }

  @AfterEach
  void end() {
    town.close();
  }

  private Instance instance(Projection... projections) {
    return new Instance(town.bootstrap(), town.memory().connect(), projections);
  }

  private static Stage stage(LiveProjection live, int number) {
    return live.generations().stream()
        .filter(one -> one.member().number() == number)
        .map(one -> one.member().stage())
        .findFirst()
        .orElse(Stage.RETIRED);
  }

  private static int number(LiveProjection live) {
    return live.ready().number();
  }

  @Test
  void a_rebuild_under_load_fails_no_read_and_mixes_none_and_goes_back_and_forth() throws Exception {
    town.happen(3_000);
    try (Instance one = instance(PROFILE, TOTALS)) {
      LiveProjection live = one.live(PROFILE);
      reach(live, town.announce());
      reach(one.live(TOTALS), town.announce());
      try (Readers readers = new Readers(live, town.people())) {
        int second = one.rebuilding(PROFILE).start(true, 0);
        for (int i = 0; i < 20; i++) {
          town.happen(50);
          town.announce();
          Thread.sleep(50);
        }
        eventually(() -> number(live) == second);
        GateReport gate = live.generations().get(1).member().gate();
        assertThat(gate.passed()).as(gate.toString()).isTrue();
        assertThat(gate.binding()).isTrue();
        assertThat(gate.compared()).isGreaterThan(20);
        assertThat(gate.differing()).isZero();
        assertThat(stage(live, 1)).isEqualTo(Stage.STANDBY);

        town.happen(200);
        reach(live, town.announce());
        Truth.assertProfiles(town.relay(), live);
        one.rebuilding(PROFILE).back(1);
        eventually(() -> number(live) == 1);
        reach(live, town.announce());
        Truth.assertProfiles(town.relay(), live);
        one.rebuilding(PROFILE).back(2);
        eventually(() -> number(live) == 2);
        one.rebuilding(PROFILE).retire(1);
        eventually(() -> live.generations().getFirst().member().dropped());
        town.happen(100);
        reach(live, town.announce());
        Truth.assertProfiles(town.relay(), live);

        assertThat(readers.failures()).isEmpty();
        assertThat(readers.reads()).isGreaterThan(500);
      }
      ViewStore store = town.memory().connect();
      assertThat(store.collections()).noneMatch(name -> name.contains("_profile_1_"));
      assertThat(store.collections()).anyMatch(name -> name.contains("_profile_2_"));
    }
  }

  @Test
  void a_rebuild_is_throttled_paused_resumed_and_cancelled_and_says_how_far_it_is() throws Exception {
    town.happen(3_000);
    try (Instance one = instance(TOTALS)) {
      LiveProjection live = one.live(TOTALS);
      reach(live, town.announce());
      int second = one.rebuilding(TOTALS).start(true, 500);
      eventually(() -> status(live, second).done() > 100);
      Thread.sleep(1_500);
      GenerationStatus slow = status(live, second);
      assertThat(slow.done()).isBetween(100L, 2_500L);
      assertThat(slow.total()).isEqualTo(3_000);
      assertThat(slow.percent()).isBetween(3.0, 90.0);
      assertThatThrownBy(() -> one.rebuilding(TOTALS).start(true, 0)).isInstanceOf(Problem.class);

      one.rebuilding(TOTALS).pause(second);
      Thread.sleep(2_500);
      long paused = status(live, second).done();
      Thread.sleep(1_500);
      assertThat(status(live, second).done()).isEqualTo(paused).isLessThan(3_000);

      one.rebuilding(TOTALS).cancel(second);
      eventually(() -> status(live, second).member().dropped());
      assertThat(number(live)).isEqualTo(1);

      int third = one.rebuilding(TOTALS).start(false, 300);
      eventually(() -> status(live, third).done() > 0);
      one.rebuilding(TOTALS).pause(third);
      one.rebuilding(TOTALS).throttle(third, 0);
      one.rebuilding(TOTALS).resume(third);
      eventually(() -> stage(live, third) == Stage.READY);
      assertThat(number(live)).isEqualTo(1);
      one.rebuilding(TOTALS).switchTo(third, false);
      eventually(() -> number(live) == third);
      Truth.assertTotals(town.relay(), live);
    }
  }

  @Test
  void a_rebuild_survives_the_death_of_its_instance_and_two_instances_share_it() throws Exception {
    town.happen(3_000);
    try (Instance first = instance(PROFILE)) {
      reach(first.live(PROFILE), town.announce());
      int second = first.rebuilding(PROFILE).start(false, 400);
      eventually(() -> status(first.live(PROFILE), second).done() > 300);
    }
    try (Instance again = instance(PROFILE);
        Instance other = instance(PROFILE)) {
      reach(again.live(PROFILE), 3_000);
      reach(other.live(PROFILE), 3_000);
      assertThat(stage(again.live(PROFILE), 2)).isEqualTo(Stage.BUILDING);
      assertThat(status(again.live(PROFILE), 2).member().throttle()).isEqualTo(400);
      again.rebuilding(PROFILE).throttle(2, 0);
      eventually(() -> stage(other.live(PROFILE), 2) == Stage.READY);
      try (Readers one = new Readers(again.live(PROFILE), town.people());
          Readers two = new Readers(other.live(PROFILE), town.people())) {
        other.rebuilding(PROFILE).switchTo(2, false);
        eventually(() -> number(again.live(PROFILE)) == 2 && number(other.live(PROFILE)) == 2);
        town.happen(300);
        long head = town.announce();
        reach(again.live(PROFILE), head);
        reach(other.live(PROFILE), head);
        assertThat(one.failures()).isEmpty();
        assertThat(two.failures()).isEmpty();
      }
      Truth.assertProfiles(town.relay(), again.live(PROFILE));
      Truth.assertProfiles(town.relay(), other.live(PROFILE));
    }
  }

  @Test
  void a_document_that_was_changed_by_hand_is_found_by_the_gate_and_mended_by_force() throws Exception {
    town.happen(500);
    try (Instance one = instance(PROFILE)) {
      LiveProjection live = one.live(PROFILE);
      reach(live, town.announce());
      String collection = live.ready().collection("profile");
      String id = town.people().getFirst().toString();
      MemoryStore.template(town.memory().uri())
          .getCollection(collection)
          .updateOne(new Document("_id", id), new Document("$set", new Document("lastSeen", 1L)));

      int second = one.rebuilding(PROFILE).start(true, 0);
      eventually(() -> status(live, second).member().gate() != null);
      GateReport gate = status(live, second).member().gate();
      assertThat(gate.passed()).isFalse();
      assertThat(gate.differing()).isEqualTo(1);
      assertThat(gate.findings()).containsExactly("profile.lastSeen differs in 1 documents, such as " + id);
      assertThat(number(live)).isEqualTo(1);
      assertThatThrownBy(() -> one.rebuilding(PROFILE).switchTo(second, false)).isInstanceOf(Problem.class);

      one.rebuilding(PROFILE).switchTo(second, true);
      eventually(() -> number(live) == second);
      Truth.assertProfiles(town.relay(), live);
    }
  }

  @Test
  void whatever_goes_wrong_amid_a_batch_nothing_of_it_is_lost() throws Exception {
    town.happen(500);
    FailingStore failing = new FailingStore(town.memory().connect());
    Projection levels = Levels.projection(1);
    try (Instance one = new Instance(town.bootstrap(), failing, PROFILE, levels)) {
      reach(one.live(levels), town.announce());
      List<Runnable> wrongs =
          List.of(
              () -> {
                throw new IllegalStateException("as nobody thought of");
              },
              () -> {
                throw new OutOfMemoryError("as in a process at its end");
              });
      for (Runnable wrong : wrongs) {
        int before = failing.failures();
        failing.fail(collection -> collection.startsWith("person") || collection.startsWith("profile_"), wrong);
        town.happen(200);
        town.announce();
        eventually(() -> failing.failures() >= before + 4);
        failing.fail(collection -> false);
      }
      town.happen(100);
      long head = town.announce();
      reach(one.live(levels), head);
      reach(one.live(PROFILE), head);

      Generation generation = one.live(levels).ready();
      assertThat(generation.number()).as("no need to begin anew").isEqualTo(1);
      assertThat(one.live(PROFILE).ready().number()).isEqualTo(1);
      assertThat(Levels.counted(one.live(levels).all(generation, "level")))
          .isEqualTo(Levels.truth(town.relay().log().stream().map(relayed -> relayed.envelope().stream()).toList()));
      Truth.assertProfiles(town.relay(), one.live(PROFILE));
    }
  }

  @Test
  void a_release_with_a_later_fold_builds_beside_and_an_older_one_does_not_begin_in_turn() throws Exception {
    Projection later =
        new Projection(PROFILE.name(), PROFILE.revision() + 1, PROFILE.views()).after(PROFILE.fold());
    town.happen(1_000);
    try (Instance old = instance(PROFILE)) {
      reach(old.live(PROFILE), town.announce());
      try (Readers readers = new Readers(old.live(PROFILE), town.people());
          Instance young = instance(later)) {
        reach(young.live(later), 1_000);
        eventually(() -> number(young.live(later)) == 2);
        GateReport gate = status(young.live(later), 2).member().gate();
        assertThat(gate.binding()).isFalse();
        town.happen(200);
        long head = town.announce();
        reach(young.live(later), head);
        Truth.assertProfiles(town.relay(), young.live(later));
        Thread.sleep(2_000);
        assertThat(young.live(later).generations()).hasSize(2);
        // the older release does not know what is live: it answers from what stands by
        reach(old.live(PROFILE), head);
        assertThat(number(old.live(PROFILE))).isEqualTo(1);
        Truth.assertProfiles(town.relay(), old.live(PROFILE));
        young.rebuilding(later).back(1);
        eventually(() -> number(young.live(later)) == 1);
        assertThat(young.live(later).generations()).hasSize(2);
        assertThat(readers.failures()).isEmpty();
        assertThat(readers.reads()).isPositive();
      }
    }
  }

  @Test
  void batches_of_any_size_and_any_number_of_instances_give_the_same_hashes() throws Exception {
    town.happen(1_500);
    long head = town.announce();
    Map<String, String> whole = hashes(new RunnerSettings(8 << 20, 20_000, 4, 1_000, 25, Duration.ofSeconds(1)), 1, head);
    town.memory().lose();
    Map<String, String> small = hashes(new RunnerSettings(1 << 10, 7, 1, 1_000, 25, Duration.ofSeconds(1)), 2, head);

    assertThat(small).isEqualTo(whole).hasSizeGreaterThan(80);
  }

  private Map<String, String> hashes(RunnerSettings settings, int instances, long head) throws Exception {
    Projection levels = Levels.projection(1);
    List<Projection> all = List.of(PROFILE, TOTALS, levels);
    try (Instance one = instanceOf(settings);
        Instance other = instances > 1 ? instanceOf(settings) : null) {
      Map<String, String> hashes = new TreeMap<>();
      for (Projection projection : all) {
        reach(one.live(projection), head);
        if (other != null) {
          reach(other.live(projection), head);
        }
        Generation generation = one.live(projection).ready();
        ViewStore store = town.memory().connect();
        for (String collection : store.collections()) {
          if (collection.endsWith(generation.suffix())) {
            String view = collection.substring(0, collection.length() - generation.suffix().length());
            store.all(collection).forEach(one1 -> hashes.put(view + "/" + one1.getString("_id"), Comparison.hash(one1)));
          }
        }
      }
      return hashes;
    }
  }

  private Instance instanceOf(RunnerSettings settings) {
    return new Instance(
        town.bootstrap(), town.memory().connect(), InsightsHistory.NOTHING, settings, PROFILE, TOTALS,
        Levels.projection(1));
  }

  @Test
  void a_view_store_that_fails_during_a_rebuild_delays_it_and_loses_nothing() throws Exception {
    Projection levels = Levels.projection(1);
    town.happen(1_000);
    FailingStore failing = new FailingStore(town.memory().connect());
    try (Instance one = new Instance(town.bootstrap(), failing, levels)) {
      reach(one.live(levels), town.announce());
      int second = one.rebuilding(levels).start(true, 0);
      failing.tear(collection -> collection.startsWith("level") || collection.startsWith("person"));
      eventually(() -> failing.failures() > 4);
      failing.tear(collection -> false);
      town.happen(300);
      long head = town.announce();
      eventually(() -> Town.isReady(one.live(levels)) && number(one.live(levels)) == second);
      reach(one.live(levels), head);
      Map<Long, Long> counted = Levels.counted(one.live(levels).all(one.live(levels).ready(), "level"));
      assertThat(counted)
          .isEqualTo(Levels.truth(town.relay().log().stream().map(relayed -> relayed.envelope().stream()).toList()));
    }
  }
}
