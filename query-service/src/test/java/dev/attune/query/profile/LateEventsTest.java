package dev.attune.query.profile;

import dev.attune.contracts.ProfileEvent;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.behaviour.BehaviourFold;
import dev.attune.core.behaviour.Happening;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.history.Tail;
import dev.attune.query.projection.Chunk;
import dev.attune.query.projection.NeedsHistoryException;
import dev.attune.query.projection.Recorded;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import static dev.attune.query.fixture.Happenings.NOON;
import static org.assertj.core.api.Assertions.assertThat;

/** The view of profiles where events come in another order than they happened in. */
class LateEventsTest {

  private static final UUID ADA = new UUID(5, 6);
  private static final EventCodec EVENTS = new AvroEventCodec();
  private static final RelayedCodec RECORDS = new RelayedCodec();
  private static final BehaviourFold FOLD = new BehaviourFold(ZoneOffset.UTC);

  private final ProfileView view = new ProfileView(ZoneOffset.UTC, RECORDS, EVENTS);

  /** What a store has of one profile. */
  private static final class Stored {
    private final Map<String, Document> chunks = new HashMap<>();
    private Document profile;
    private int reads;
  }

  private static Recorded recorded(long version, ProfileEvent event, Instant occurredAt) {
    Envelope envelope = Happenings.envelope(ADA, version, version, event, NOON, occurredAt);
    return new Recorded(0, envelope, event, RECORDS.encode(new Relayed(envelope, version - 1)));
  }

  /** A life whose events come up to so many seconds late, some of them. */
  private static List<Recorded> life(long seed, int events, int late) {
    Random random = new Random(seed);
    List<Recorded> life = new ArrayList<>();
    for (long version = 1; version <= events; version++) {
      long at = 60 * version - (late > 0 && random.nextInt(8) == 0 ? random.nextInt(late) : 0);
      life.add(recorded(version, Happenings.any(random, version), NOON.plusSeconds(at)));
    }
    return life;
  }

  private void apply(Stored stored, List<Recorded> batch) {
    ProfileState state =
        stored.profile == null ? view.empty(ADA.toString()) : view.state(ADA.toString(), stored.profile);
    for (Recorded event : batch) {
      try {
        state = view.evolve(state, event);
      } catch (NeedsHistoryException e) {
        state =
            view.refold(
                ADA.toString(),
                state,
                event,
                (name, id) -> {
                  stored.reads++;
                  return stored.chunks.get(id);
                });
      }
    }
    for (Chunk chunk : view.chunks(state)) {
      assertThat(stored.chunks.put(chunk.id(), chunk.content())).isNull();
    }
    stored.profile = view.document(state);
  }

  private Stored folded(List<Recorded> life, Random random, int most) {
    Stored stored = new Stored();
    for (int from = 0; from < life.size(); ) {
      int to = Math.min(life.size(), from + 1 + random.nextInt(most));
      apply(stored, life.subList(from, to));
      from = to;
    }
    return stored;
  }

  private static Behaviour truth(List<Recorded> life) {
    return FOLD.fold(
        Behaviour.NONE,
        life.stream()
            .map(one -> Happening.of((ProfileEvent) one.event(), one.envelope().occurredAt()))
            .filter(Objects::nonNull)
            .toList());
  }

  @Test
  void late_events_end_in_the_fold_in_the_order_of_happening_whatever_the_batches() {
    for (int seed = 0; seed < 60; seed++) {
      List<Recorded> life = life(seed, 300, seed % 3 == 0 ? 100 : 15_000);

      Stored slowly = folded(life, new Random(seed), 5);
      Stored quickly = folded(life, new Random(seed), 200);

      assertThat(Chapters.behaviour(slowly.profile)).as("seed %d", seed).isEqualTo(truth(life));
      assertThat(quickly.profile).as("seed %d", seed).isEqualTo(slowly.profile);
      assertThat(quickly.chunks).as("seed %d", seed).isEqualTo(slowly.chunks);
    }
  }

  @Test
  void a_chunk_holds_the_behaviour_of_all_that_had_arrived_by_then() {
    List<Recorded> life = life(3, 200, 15_000);
    Stored stored = folded(life, new Random(3), 40);

    for (int chunk = 0; chunk < 200 / ProfileHistory.CHUNK; chunk++) {
      assertThat(Chapters.behaviour(stored.chunks.get(Tail.id(ADA.toString(), chunk))))
          .isEqualTo(truth(life.subList(0, ProfileHistory.CHUNK * (chunk + 1))));
    }
  }

  @Test
  void events_in_order_need_no_history_and_a_little_late_ones_one_chunk() {
    Stored inOrder = folded(life(1, 640, 0), new Random(1), 7);
    assertThat(inOrder.reads).isZero();

    List<Recorded> more = life(1, 642, 0);
    apply(inOrder, more.subList(640, 641));
    apply(inOrder, List.of(recorded(642, Happenings.view("late", "p", NOON), NOON.plusSeconds(60 * 641 - 1))));
    assertThat(inOrder.reads).isEqualTo(1);

    apply(inOrder, List.of(recorded(643, Happenings.view("very-late", "p", NOON), NOON.minusSeconds(1))));
    assertThat(inOrder.reads).as("from the beginning: all chunks").isEqualTo(1 + 640 / ProfileHistory.CHUNK);
    assertThat(Chapters.behaviour(inOrder.profile).firstSeen()).isEqualTo(NOON.minusSeconds(1));
  }
}
