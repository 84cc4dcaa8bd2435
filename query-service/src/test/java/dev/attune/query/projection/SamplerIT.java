package dev.attune.query.projection;

import com.mongodb.client.MongoCollection;
import dev.attune.query.definition.DefinitionReader;
import dev.attune.query.fixture.Definitions;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.Instance;
import dev.attune.query.fixture.Levels;
import dev.attune.query.fixture.MemoryStore;
import dev.attune.query.fixture.Town;
import dev.attune.query.fixture.Truth;
import dev.attune.query.metric.MetricView;
import dev.attune.query.product.Products;
import dev.attune.query.view.ViewStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.query.fixture.Happenings.NOON;
import static dev.attune.query.fixture.Instance.PROFILE;
import static dev.attune.query.fixture.Instance.TIMELINE;
import static dev.attune.query.fixture.Town.eventually;
import static dev.attune.query.fixture.Town.reach;
import static org.assertj.core.api.Assertions.assertThat;

/** People are looked at one after another, on a real broker and an in-memory view store. */
class SamplerIT {

  private static final Projection LEVELS = Levels.projection(1);
  private static final Projection METRIC = new Projection("metric", MetricView.fold(), Pace.AT_ONCE);
  private static final Projection PRODUCT = new Projection("product", Products.fold(), Pace.of(Duration.ofMillis(25)));
  private static final List<Projection> ALL = List.of(PROFILE, TIMELINE, LEVELS, METRIC, PRODUCT);
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private Town town;

  @BeforeEach
  void begin() {
    town = new Town();
    town.relay().happens(new UUID(3, 3), Definitions.metric("a", 1), NOON);
  }

  @AfterEach
  void end() {
    town.close();
  }

  private Instance instance(DefinitionReader definitions) {
    return new Instance(
        town.bootstrap(), town.memory().connect(), definitions, Instance.SETTINGS, ALL.toArray(Projection[]::new));
  }

  private MongoCollection<Document> documents(Instance of, Projection projection, String view) {
    return MemoryStore.template(town.memory().uri()).getCollection(of.live(projection).ready().collection(view));
  }

  private static double counted(Instance of, Projection projection, String what) {
    return of.meters().get("attune.projection." + what).tag("projection", projection.name()).counter().count();
  }

  private static double counted(Instance of, String what) {
    return ALL.stream().mapToDouble(projection -> counted(of, projection, what)).sum();
  }

  @Test
  void nothing_is_found_while_much_happens_and_generations_are_switched_and_instances_come_and_go() throws Exception {
    town.happen(3_000);
    try (DefinitionReader definitions = Definitions.reader(town.bootstrap());
        Instance one = instance(definitions)) {
      for (Projection projection : ALL) {
        reach(one.live(projection), town.announce());
      }
      try (Sampler sampler = one.sampler(AT_ONCE)) {
        sampler.start();
        int second = one.rebuilding(PROFILE).start(true, 0);
        load(1_500);
        try (Instance other = instance(definitions);
            Sampler another = other.sampler(AT_ONCE)) {
          another.start();
          for (Projection projection : ALL) {
            reach(other.live(projection), town.announce());
          }
          loadUntil(() -> counted(other, "sampled") > 30);
          assertThat(counted(other, "sampled.differing")).isZero();
        }
        loadUntil(() -> ALL.stream().allMatch(projection -> counted(one, projection, "sampled") > 20));
        eventually(() -> one.live(PROFILE).ready().number() == second);
      }
      assertThat(counted(one, "sampled.differing")).isZero();
      assertThat(counted(one, "mended")).isZero();
    }
  }

  /** About that many milliseconds of load. */
  private void load(int millis) throws InterruptedException {
    long until = System.nanoTime() + millis * 1_000_000L;
    loadUntil(() -> System.nanoTime() > until);
  }

  private void loadUntil(BooleanSupplier enough) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!enough.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(deadline);
      town.happen(40);
      town.announce();
      Thread.sleep(20);
    }
  }

  @Test
  void whatever_was_changed_by_hand_is_found_and_folded_again_while_more_happens() throws Exception {
    town.happen(1_000);
    List<UUID> quiet = new ArrayList<>();
    Random random = new Random(11);
    for (int person = 0; person < 6; person++) {
      quiet.add(new UUID(77, person));
      for (int i = 0; i < 120; i++) {
        town.relay().happens(quiet.get(person), Happenings.any(random, 1_000_000 + 1_000 * person + i), NOON.plusSeconds(i));
      }
    }
    try (DefinitionReader definitions = Definitions.reader(town.bootstrap());
        Instance one = instance(definitions)) {
      for (Projection projection : ALL) {
        reach(one.live(projection), town.announce());
      }
      set(documents(one, PROFILE, "profile"), quiet.get(0), "lastSeen", 1L);
      set(documents(one, TIMELINE, "timeline"), quiet.get(1), "surplus", "what nobody folded");
      documents(one, LEVELS, "person").deleteOne(id(quiet.get(2)));
      set(documents(one, LEVELS, "person"), quiet.get(3), ViewStore.POSITION, 1_000_000_000L);
      documents(one, TIMELINE, "timeline_chunk").deleteOne(new Document("_id", quiet.get(4) + "/0"));
      set(documents(one, METRIC, "metric"), quiet.get(5), "surplus", "what nobody folded");

      try (Sampler sampler = one.sampler(AT_ONCE)) {
        sampler.start();
        load(1_000);
        eventually(() -> counted(one, "mended") >= 6);
      }

      long head = town.announce();
      for (Projection projection : ALL) {
        reach(one.live(projection), head);
      }
      assertThat(counted(one, "sampled.differing")).isGreaterThanOrEqualTo(6);
      Truth.assertProfiles(town.relay(), one.live(PROFILE));
      assertThat(documents(one, TIMELINE, "timeline_chunk").find(new Document("_id", quiet.get(4) + "/0"))).isNotEmpty();
      assertAllEqual(one, PROFILE, "profile");
      assertAllEqual(one, TIMELINE, "timeline");
      assertAllEqual(one, LEVELS, "person");
      assertAllEqual(one, METRIC, "metric");
    }
  }

  private static Document id(UUID person) {
    return new Document("_id", person.toString());
  }

  private static void set(MongoCollection<Document> documents, UUID person, String field, Object value) {
    assertThat(documents.updateOne(id(person), new Document("$set", new Document(field, value))).getMatchedCount()).isOne();
  }

  /** All documents of a view are those of a rebuild. */
  private void assertAllEqual(Instance of, Projection projection, String view) throws InterruptedException {
    Map<String, Document> before = all(of, projection, view);
    int next = of.rebuilding(projection).start(false, 0);
    eventually(
        () ->
            of.live(projection).generations().stream()
                .anyMatch(status -> status.member().number() == next && status.member().gate() != null));
    of.rebuilding(projection).switchTo(next, true);
    eventually(() -> of.live(projection).ready().number() == next);
    assertThat(before).as(view).isEqualTo(all(of, projection, view));
  }

  private Map<String, Document> all(Instance of, Projection projection, String view) {
    Map<String, Document> all = new HashMap<>();
    documents(of, projection, view).find().forEach(document -> all.put(document.getString("_id"), document));
    assertThat(all).hasSizeGreaterThan(10);
    return all;
  }

  @Test
  void a_hole_in_the_history_itself_is_told_since_nothing_can_be_mended_from_it() throws Exception {
    town.happen(5_000);
    try (DefinitionReader definitions = Definitions.reader(town.bootstrap());
        Instance one = instance(definitions)) {
      reach(one.live(PROFILE), town.announce());
      documents(one, PROFILE, "profile_history").deleteOne(new Document("_id", town.people().get(0) + "/0"));
      try (Sampler sampler = one.sampler(AT_ONCE)) {
        sampler.start();
        eventually(() -> counted(one, PROFILE, "sampled.differing") > 0);
      }
      assertThat(counted(one, "mended")).isZero();
      assertThat(one.live(PROFILE).ready().number()).as("it is an operator's to decide").isEqualTo(1);
    }
  }
}
