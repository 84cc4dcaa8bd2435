package dev.attune.query.projection;

import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.query.fixture.Choking;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.Instance;
import dev.attune.query.fixture.Levels;
import dev.attune.query.fixture.Town;
import dev.attune.query.fixture.Truth;
import dev.attune.query.totals.TotalsView;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.query.fixture.Happenings.NOON;
import static dev.attune.query.fixture.Town.eventually;
import static dev.attune.query.fixture.Town.reach;
import static org.assertj.core.api.Assertions.assertThat;

/** Events that cannot be folded, on a real broker and an in-memory view store. */
class ParkingIT {

  private static final AtomicBoolean MENDED = new AtomicBoolean();

  /** Views of profiles, levels and totals in one projection, which choke on interactions of one name. */
  private static final Projection MIXED =
      new Projection(
          "mixed", 1, List.of(choking(), new TotalsView(), new Levels.People(), new Levels.Totals()));

  private Town town;

  @BeforeEach
  void begin() {
    MENDED.set(false);
    town = new Town();
  }

  @AfterEach
  void end() {
    town.close();
  }

  @Test
  void an_event_that_cannot_be_folded_parks_its_key_alone_and_is_folded_after_it_is_mended() throws Exception {
    UUID sick = town.people().getFirst();
    town.happen(300);
    try (Instance one = new Instance(town.bootstrap(), town.memory().connect(), MIXED)) {
      LiveProjection live = one.live(MIXED);
      reach(live, town.announce());
      long poison =
          town.relay().happens(sick, Happenings.interaction("bad", "poison", NOON, Map.of()), NOON);
      town.happen(300);
      long head = town.announce();
      reach(live, head);

      List<Long> behind =
          town.relay().log().stream()
              .filter(relayed -> relayed.envelope().stream().equals(sick))
              .map(relayed -> relayed.envelope().position())
              .filter(position -> position >= poison)
              .toList();
      assertThat(behind).hasSizeGreaterThan(3);
      assertThat(live.parked())
          .singleElement()
          .satisfies(
              parked -> {
                assertThat(parked.key()).isEqualTo(sick.toString());
                assertThat(parked.positions()).containsExactlyElementsOf(behind);
                assertThat(parked.reason()).contains("profile").contains("it is poison");
              });
      eventually(() -> live.status().parked() == 1);
      assertThat(live.status().state()).isEqualTo(Status.State.LIVE);
      assertThat(one.meters().get("attune.projection.parked").tag("projection", "mixed").gauge().value()).isEqualTo(1);
      assertProfilesBut(live, sick);
      assertThat(version(live, sick)).isLessThan(poison);
    }

    // it is parked beyond a restart, which tries it once, and a retry that fails again changes nothing
    try (Instance again = new Instance(town.bootstrap(), town.memory().connect(), MIXED)) {
      LiveProjection live = again.live(MIXED);
      reach(live, town.announce());
      eventually(() -> live.parked().getFirst().attempts() == 1);
      again.rebuilding(MIXED).retry(sick.toString());
      eventually(() -> live.parked().getFirst().attempts() == 2);

      MENDED.set(true);
      again.rebuilding(MIXED).retry(sick.toString());
      eventually(() -> live.parked().isEmpty());
      town.happen(200);
      reach(live, town.announce());
      assertEverything(live);
    }
  }

  @Test
  void a_rebuild_that_parks_what_is_not_parked_in_the_live_one_does_not_pass_the_gate() throws Exception {
    MENDED.set(true);
    UUID sick = town.people().getFirst();
    town.relay().happens(sick, Happenings.interaction("bad", "poison", NOON, Map.of()), NOON);
    town.happen(200);
    try (Instance one = new Instance(town.bootstrap(), town.memory().connect(), MIXED)) {
      LiveProjection live = one.live(MIXED);
      reach(live, town.announce());
      MENDED.set(false);

      int second = one.rebuilding(MIXED).start(true, 0);

      eventually(() -> live.generations().get(1).member().gate() != null);
      GateReport gate = live.generations().get(1).member().gate();
      assertThat(gate.passed()).isFalse();
      assertThat(gate.findings()).anyMatch(finding -> finding.startsWith("parked: " + sick));
      assertThat(live.ready().number()).isEqualTo(1);

      MENDED.set(true);
      one.rebuilding(MIXED).retry(sick.toString());
      eventually(() -> live.generations().get(1).parked() == 0);
      // what was folded late is in documents of its own: the operator decides
      one.rebuilding(MIXED).switchTo(second, true);
      eventually(() -> live.ready().number() == second);
      assertEverything(live);
    }
  }

  private void assertEverything(LiveProjection live) {
    assertProfilesBut(live, null);
    Truth.assertTotals(town.relay(), live);
    assertThat(Levels.counted(live.all(live.ready(), "level")))
        .isEqualTo(Levels.truth(town.relay().log().stream().map(relayed -> relayed.envelope().stream()).toList()));
  }

  private void assertProfilesBut(LiveProjection live, UUID sick) {
    Generation generation = live.ready();
    View<?> view = Instance.profileView();
    Truth.profiles(town.relay())
        .forEach(
            (id, profile) -> {
              if (!id.equals(sick)) {
                Document document = live.find(generation, "profile", id.toString());
                assertThat(document).as("document of %s", id).isNotNull();
                Object state = view.state(id.toString(), document);
                assertThat(state).extracting("profile").isEqualTo(profile);
              }
            });
  }

  private static long version(LiveProjection live, UUID person) {
    return live.find(live.ready(), "profile", person.toString()).getLong("position");
  }

  /** The profiles, but for interactions that are called poison. */
  private static View<?> choking() {
    return choking(Instance.profileView());
  }

  private static <S> View<S> choking(View<S> view) {
    return new Choking<>(
        view,
        event ->
            !MENDED.get() && event.event() instanceof InteractionRecorded one && one.name().equals("poison"));
  }
}
