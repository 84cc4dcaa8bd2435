package dev.attune.query.audience;

import dev.attune.contracts.DefinitionEvent.Aggregation;
import dev.attune.contracts.DefinitionEvent.AudiencePublished;
import dev.attune.contracts.DefinitionEvent.Match;
import dev.attune.contracts.DefinitionEvent.MetricPublished;
import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.core.definition.Insights;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.projection.Chunk;
import dev.attune.query.projection.NeedsHistoryException;
import dev.attune.query.projection.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import static dev.attune.query.fixture.Happenings.NOON;
import static org.assertj.core.api.Assertions.assertThat;

/** The documents of audiences, however events are batched and late. */
class AudienceViewTest {

  private static final UUID ADA = new UUID(5, 6);
  private static final EventCodec EVENTS = new AvroEventCodec();
  private static final RelayedCodec RECORDS = new RelayedCodec();
  private static final MetricPublished VIEWS =
      new MetricPublished(
          "views", 1, "Views", new Match("product_view", List.of()), Aggregation.COUNT, null, 0, 3_600);
  private static final Insights INSIGHTS =
      new Insights(
          1,
          Map.of("views", VIEWS),
          Map.of(),
          Map.of(
              "keen", new AudiencePublished("keen", 1, "Keen", "profile.metrics.views >= 20"),
              "buyers", new AudiencePublished("buyers", 1, "Buyers", "profile.purchases.count >= 3")),
          Insights.DEFAULT_SHOP);

  private final Audiences audiences = new Audiences(RECORDS, EVENTS);
  private final AudienceView view = audiences.view(INSIGHTS, Set.of("audience/keen", "audience/buyers"));

  private static Recorded recorded(long version, ProfileEvent event, Instant occurredAt) {
    Envelope envelope =
        Happenings.envelope(ADA, version, version, event, NOON.plusSeconds(60 * version), occurredAt);
    return new Recorded(0, envelope, event, RECORDS.encode(new Relayed(envelope, version - 1)));
  }

  private static List<Recorded> life(long seed) {
    Random random = new Random(seed);
    List<Recorded> life = new ArrayList<>();
    for (long version = 1; version <= 200; version++) {
      long at = 60 * version - (random.nextInt(8) == 0 ? random.nextInt(9_000) : 0);
      life.add(recorded(version, Happenings.any(random, version), NOON.plusSeconds(at)));
    }
    return life;
  }

  private Document folded(List<Recorded> life, Random random, int most) {
    Map<String, Document> chunks = new HashMap<>();
    Document document = null;
    for (int from = 0; from < life.size(); ) {
      int to = Math.min(life.size(), from + 1 + random.nextInt(most));
      AudienceState state = document == null ? view.empty(ADA.toString()) : view.state(ADA.toString(), document);
      for (Recorded event : life.subList(from, to)) {
        try {
          state = view.evolve(state, event);
        } catch (NeedsHistoryException e) {
          state = view.refold(ADA.toString(), state, event, (name, id) -> chunks.get(id));
        }
      }
      for (Chunk chunk : view.chunks(state)) {
        chunks.put(chunk.id(), chunk.content());
      }
      document = view.document(state);
      from = to;
    }
    assertThat(document).isNotNull();
    return document;
  }

  @Test
  void documents_are_the_same_whatever_the_batches_and_say_who_belongs() {
    int keen = 0;
    for (int seed = 0; seed < 30; seed++) {
      List<Recorded> life = life(seed);
      Document slowly = folded(life, new Random(seed), 4);
      assertThat(folded(life, new Random(seed), 150)).as("seed %d", seed).isEqualTo(slowly);

      Instant now = NOON.plusSeconds(60 * 200);
      long views = count(life, "product_view", now.minusSeconds(3_600));
      List<String> members = slowly.getList(AudienceView.MEMBERS, String.class);
      assertThat(members.contains("keen")).as("seed %d, %d views", seed, views).isEqualTo(views >= 20);
      assertThat(members.contains("buyers")).isEqualTo(count(life, "purchase", Instant.EPOCH) >= 3);
      keen += views >= 20 ? 1 : 0;
    }
    assertThat(keen).as("both happen").isPositive();
  }

  @Test
  void a_metric_that_a_rule_names_and_the_zone_are_part_of_the_version() {
    var keys = audiences.fold().keys().of(INSIGHTS);
    MetricPublished changed = new MetricPublished(
        "views", 2, "Views", VIEWS.of(), Aggregation.COUNT, null, 0, 60);
    var after =
        audiences.fold().keys().of(
            new Insights(2, Map.of("views", changed), Map.of(), INSIGHTS.audiences(), INSIGHTS.shop()));
    assertThat(after.get("audience/keen")).isNotEqualTo(keys.get("audience/keen"));
    assertThat(after.get("audience/buyers")).isEqualTo(keys.get("audience/buyers"));
  }

  private static long count(List<Recorded> life, String name, Instant after) {
    return life.stream()
        .filter(one -> one.event() instanceof ProfileEvent.InteractionRecorded event && event.name().equals(name))
        .filter(one -> one.envelope().occurredAt().isAfter(after))
        .count();
  }
}
