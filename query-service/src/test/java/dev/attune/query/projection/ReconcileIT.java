package dev.attune.query.projection;

import com.mongodb.client.MongoCollection;
import dev.attune.query.definition.DefinitionReader;
import dev.attune.query.fixture.Definitions;
import dev.attune.query.fixture.Instance;
import dev.attune.query.fixture.MemoryStore;
import dev.attune.query.fixture.Readers;
import dev.attune.query.fixture.Town;
import dev.attune.query.fixture.Truth;
import dev.attune.query.problem.Problem;
import dev.attune.query.view.ViewStore;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.query.fixture.Happenings.NOON;
import static dev.attune.query.fixture.Instance.PROFILE;
import static dev.attune.query.fixture.Instance.TOTALS;
import static dev.attune.query.fixture.KeyCounts.COUNTS;
import static dev.attune.query.fixture.Town.eventually;
import static dev.attune.query.fixture.Town.reach;
import static dev.attune.query.fixture.Town.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** All documents of what is live are compared with those of a twin, on a real broker and an in-memory view store. */
class ReconcileIT {

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

  private static Member member(LiveProjection live, int number) {
    return status(live, number).member();
  }

  /** Documents of all its views. */
  private long documents(Generation generation) {
    ViewStore store = town.memory().connect();
    return store.collections().stream()
        .filter(name -> name.endsWith(generation.suffix()) && !name.startsWith(ParkedStore.COLLECTIONS))
        .mapToLong(store::count)
        .sum();
  }

  private MongoCollection<Document> documents(Generation generation, String view) {
    return MemoryStore.template(town.memory().uri()).getCollection(generation.collection(view));
  }

  @Test
  void under_load_all_documents_are_found_equal_and_the_twin_goes_and_no_read_fails() throws Exception {
    town.happen(3_000);
    try (Instance one = instance(PROFILE, TOTALS)) {
      LiveProjection live = one.live(PROFILE);
      reach(live, town.announce());
      reach(one.live(TOTALS), town.announce());
      try (Readers readers = new Readers(live, town.people())) {
        int twin = one.rebuilding(PROFILE).compare(1, 0);
        assertThat(member(live, twin)).returns(1, Member::twinOf).returns(false, Member::automatic);
        assertThatThrownBy(() -> one.rebuilding(PROFILE).compare(1, 0)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> one.rebuilding(PROFILE).compare(twin, 0)).isInstanceOf(Problem.class);
        for (int i = 0; i < 40; i++) {
          town.happen(50);
          town.announce();
          Thread.sleep(50);
        }
        eventually(() -> member(live, twin).stage() == Stage.CANCELLED);
        GateReport found = member(live, twin).gate();
        assertThat(found).returns(true, GateReport::passed).returns(0L, GateReport::differing);
        assertThat(found.compared()).as("every document, and those that came meanwhile")
            .isGreaterThanOrEqualTo(found.counted()).isGreaterThanOrEqualTo(town.people().size());
        reach(live, town.announce());
        assertThat(found.compared()).as("none of them twice").isLessThanOrEqualTo(documents(live.ready()));
        eventually(() -> member(live, twin).dropped());
        assertThat(live.ready().number()).isEqualTo(1);
        assertThat(readers.failures()).isEmpty();
      }
      int totals = one.rebuilding(TOTALS).compare(1, 0);
      eventually(() -> member(one.live(TOTALS), totals).stage() == Stage.CANCELLED);
      assertThat(member(one.live(TOTALS), totals).gate().passed()).isTrue();
    }
  }

  @Test
  void documents_that_were_changed_removed_and_added_by_hand_are_all_found_and_mended_by_the_twin() throws Exception {
    town.happen(2_000);
    try (Instance one = instance(PROFILE)) {
      LiveProjection live = one.live(PROFILE);
      reach(live, town.announce());
      MongoCollection<Document> profiles = documents(live.ready(), "profile");
      List<UUID> people = town.people();
      Document changed = new Document("_id", people.get(1).toString());
      profiles.updateOne(changed, new Document("$set", new Document("lastSeen", 1L)));
      profiles.deleteOne(new Document("_id", people.get(2).toString()));
      Document copy = new Document(profiles.find(changed).first());
      copy.put("_id", new UUID(9, 9).toString());
      profiles.insertOne(copy);

      int twin = one.rebuilding(PROFILE).compare(1, 0);
      eventually(() -> member(live, twin).gate() != null);
      GateReport found = member(live, twin).gate();
      assertThat(found).returns(false, GateReport::passed).returns(3L, GateReport::differing);
      assertThat(found.findings())
          .containsExactly(
              "profile.(missing in the new one) differs in 1 documents, such as " + new UUID(9, 9),
              "profile.(only in the new one) differs in 1 documents, such as " + people.get(2),
              "profile.lastSeen differs in 1 documents, such as " + people.get(1));
      assertThat(member(live, twin).stage()).as("an operator decides").isEqualTo(Stage.BUILDING);
      assertThatThrownBy(() -> one.rebuilding(PROFILE).switchTo(twin, false)).isInstanceOf(Problem.class);

      one.rebuilding(PROFILE).switchTo(twin, true);
      eventually(() -> live.ready().number() == twin);
      Truth.assertProfiles(town.relay(), live);
      assertThat(documents(live.ready(), "profile").countDocuments()).isEqualTo(people.size());
      int again = one.rebuilding(PROFILE).compare(twin, 0);
      eventually(() -> member(live, again).stage() == Stage.CANCELLED);
    }
  }

  @Test
  void a_part_of_what_concerns_many_people_is_compared_as_well() throws Exception {
    town.happen(1_000);
    try (Instance one = instance(TOTALS)) {
      LiveProjection live = one.live(TOTALS);
      reach(live, town.announce());
      Document some = documents(live.ready(), "totals").find().first();
      documents(live.ready(), "totals")
          .updateOne(new Document("_id", some.get("_id")), new Document("$inc", new Document("count", 1L)));

      int twin = one.rebuilding(TOTALS).compare(1, 0);
      eventually(() -> member(live, twin).gate() != null);
      assertThat(member(live, twin).gate().findings())
          .containsExactly("totals.count differs in 1 documents, such as " + some.get("_id"));
      one.rebuilding(TOTALS).cancel(twin);
      eventually(() -> member(live, twin).dropped());
    }
  }

  @Test
  void a_segment_has_a_twin_of_its_own_which_does_not_count_as_built_and_goes_with_it() throws Exception {
    town.relay().happens(new UUID(3, 3), Definitions.metric("a", 1), NOON);
    town.happen(500);
    try (DefinitionReader definitions = Definitions.reader(town.bootstrap());
        Instance one =
            new Instance(town.bootstrap(), town.memory().connect(), definitions, Instance.SETTINGS, COUNTS)) {
      LiveProjection live = one.live(COUNTS);
      reach(live, town.announce());
      town.relay().happens(new UUID(3, 3), Definitions.metric("b", 1), NOON);
      town.announce();
      eventually(() -> live.segments().size() == 2);
      int segment = live.segments().getLast().number();

      int equal = one.rebuilding(COUNTS).compare(segment, 0);
      eventually(() -> member(live, equal).stage() == Stage.CANCELLED);
      assertThat(member(live, equal)).returns(false, Member::whole);
      assertThat(member(live, equal).gate().compared()).isPositive();

      Document some = documents(live.segments().getLast(), "count").find().first();
      documents(live.segments().getLast(), "count")
          .updateOne(new Document("_id", some.get("_id")), new Document("$inc", new Document("metric/b", 1L)));
      int twin = one.rebuilding(COUNTS).compare(segment, 0);
      eventually(() -> member(live, twin).gate() != null);
      assertThat(member(live, twin).gate().findings())
          .containsExactly("count.metric/b differs in 1 documents, such as " + some.get("_id"));
      assertThatThrownBy(() -> one.rebuilding(COUNTS).switchTo(twin, true))
          .as("it would stand beside what it is to replace").isInstanceOf(Problem.class);

      int whole = one.rebuilding(COUNTS).start(true, 0);
      eventually(() -> live.segments().size() == 1 && live.segments().getFirst().number() == whole);
      eventually(() -> member(live, twin).stage() == Stage.CANCELLED);
      assertThat(member(live, twin).remark()).contains("is not live any more");
    }
  }
}
