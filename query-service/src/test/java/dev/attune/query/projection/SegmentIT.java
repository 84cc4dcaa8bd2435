package dev.attune.query.projection;

import dev.attune.contracts.DefinitionEvent.MetricArchived;
import dev.attune.query.definition.DefinitionReader;
import dev.attune.query.fixture.Definitions;
import dev.attune.query.fixture.Instance;
import dev.attune.query.fixture.Town;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.query.fixture.Happenings.NOON;
import static dev.attune.query.fixture.KeyCounts.COUNTS;
import static dev.attune.query.fixture.Town.eventually;
import static dev.attune.query.fixture.Town.reach;
import static org.assertj.core.api.Assertions.assertThat;

/** Generations that are pinned to definitions, on a real broker and an in-memory view store. */
class SegmentIT {

  private final UUID stream = new UUID(3, 3);
  private Town town;

  @BeforeEach
  void begin() {
    town = new Town();
  }

  @AfterEach
  void end() {
    town.close();
  }

  private void publish(String key, int version) {
    town.relay().happens(stream, Definitions.metric(key, version), NOON);
  }

  @Test
  void a_changed_definition_is_folded_from_all_history_beside_the_others_and_masks_what_it_supersedes()
      throws Exception {
    publish("a", 1);
    publish("b", 1);
    town.happen(500);
    try (DefinitionReader definitions = Definitions.reader(town.bootstrap());
        Instance one =
            new Instance(
                town.bootstrap(), town.memory().connect(), definitions, Instance.SETTINGS, COUNTS)) {
      LiveProjection live = one.live(COUNTS);
      reach(live, town.announce());
      assertThat(live.segments()).hasSize(1);
      assertThat(live.segmentOf(live.segments(), "metric/a")).returns("1", Segment::version).returns(true, Segment::isCurrent);
      assertThat(live.segmentOf(live.segments(), "metric/c")).isNull();
      assertCounts(live, "metric/a");

      List<Generation> before = live.segments();
      publish("b", 2);
      publish("c", 1);
      town.happen(200);
      town.announce();
      eventually(() -> live.segments().size() == 2);
      assertThat(live.segments().getLast().keys().keySet()).containsExactly("metric/b", "metric/c");
      assertThat(live.segmentOf(live.segments(), "metric/a").generation()).isEqualTo(live.segments().getFirst());
      assertThat(live.segmentOf(live.segments(), "metric/b")).returns("2", Segment::version).returns(true, Segment::isCurrent);
      assertThat(live.segmentOf(before, "metric/b"))
          .as("who read from the one before stays with it")
          .returns(before.getFirst(), Segment::generation).returns("1", Segment::version);
      long head = town.announce();
      live.awaitAll(generation -> live.hasReached(generation, head), head, Duration.ofSeconds(20));
      for (String key : List.of("metric/a", "metric/b", "metric/c")) {
        assertCounts(live, key);
      }

      int whole = one.rebuilding(COUNTS).start(true, 0);
      eventually(() -> live.segments().size() == 1 && live.segments().getFirst().number() == whole);
      assertThat(live.segments().getFirst().keys()).containsOnlyKeys("metric/a", "metric/b", "metric/c");
      assertCounts(live, "metric/b");

      town.relay().happens(stream, new MetricArchived("a", 2), NOON);
      town.announce();
      eventually(() -> live.segmentOf(live.segments(), "metric/a") == null);
      assertThat(live.segmentOf(live.segments(), "metric/b")).isNotNull();
    }
  }

  /** Every person's document in the segment of the key counts all that ever happened to the person. */
  private void assertCounts(LiveProjection live, String key) {
    Segment segment = live.segmentOf(live.segments(), key);
    assertThat(segment).isNotNull();
    for (UUID person : town.people()) {
      long expected =
          town.relay().log().stream().filter(relayed -> relayed.envelope().stream().equals(person)).count();
      Document document = live.find(segment.generation(), "count", person.toString());
      assertThat(document == null ? 0 : document.getLong(key)).as("%s of %s", key, person).isEqualTo(expected);
    }
  }
}
