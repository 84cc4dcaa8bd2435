package dev.attune.query.projection;

import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.query.fixture.Choking;
import dev.attune.query.fixture.FailingStore;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.Levels;
import dev.attune.query.fixture.MemoryStore;
import dev.attune.query.fixture.PersonalView;
import dev.attune.query.view.ViewStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

import static dev.attune.query.fixture.Happenings.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is folded into documents, on an in-memory view store that fails at will. */
class FoldingIT {

  private static final int PARTITION = 3;
  private static final AvroEventCodec EVENTS = new AvroEventCodec();
  private static final RelayedCodec RECORDS = new RelayedCodec();

  private static MemoryStore memory;
  private static int generations;

  private final Random random = new Random(7);
  private final Generation generation =
      new Generation("levels", ++generations, 1, 0, Collections.emptySortedMap(), 8, "0badcafe");
  private final ViewStore store = memory.connect();

  @BeforeAll
  static void begin() {
    memory = new MemoryStore();
  }

  @AfterAll
  static void end() {
    memory.close();
  }

  private List<Recorded> log(int events, int people) {
    List<Recorded> log = new ArrayList<>();
    Map<UUID, Long> versions = new HashMap<>();
    for (int i = 1; i <= events; i++) {
      UUID stream = new UUID(9, random.nextInt(people));
      Envelope envelope =
          new Envelope(
              new UUID(7, i), stream, versions.merge(stream, 1L, Long::sum), 10L * i, 1, NOON, NOON, null, null, null,
              EVENTS.encode(Happenings.view("m" + i, "p", NOON)), null);
      log.add(
          new Recorded(
              PARTITION, envelope, EVENTS.decode(envelope.event()),
              RECORDS.encode(new Relayed(envelope, 10L * (i - 1)))));
    }
    return log;
  }

  private Folding folding(ViewStore on, List<View<?>> views) {
    return new Folding(views, generation, on, 1 << 20, new Lanes(3));
  }

  private Map<Long, Long> counted() {
    return Levels.counted(store.all(generation.collection("level")));
  }

  private static Map<Long, Long> truth(List<Recorded> log) {
    return Levels.truth(log.stream().map(event -> event.envelope().stream()).toList());
  }

  /** Folds the log in batches of random sizes, as an instance does that dies and goes on from an older checkpoint. */
  private void foldDying(List<Recorded> log, FailingStore failing, List<View<?>> views, int most) {
    Folding folding = folding(failing, views);
    int checkpoint = 0;
    int at = 0;
    while (at < log.size()) {
      int to = Math.min(log.size(), at + 1 + random.nextInt(most));
      String dies = List.of("person", "level", "nothing").get(random.nextInt(3));
      boolean half = random.nextBoolean();
      failing.fail(collection -> !half && collection.startsWith(dies));
      failing.tear(collection -> half && collection.startsWith(dies));
      try {
        folding.apply(log.subList(at, to));
        at = to;
        checkpoint = random.nextBoolean() ? at : checkpoint;
      } catch (DataAccessException died) {
        folding = folding(failing, views);
        at = checkpoint;
      }
    }
  }

  @Test
  void transitions_come_out_right_however_often_the_writer_dies() {
    List<Recorded> log = log(2_000, 30);
    FailingStore failing = new FailingStore(store);

    foldDying(log, failing, Levels.projection(1).views(), 40);

    assertThat(failing.failures()).isGreaterThan(20);
    assertThat(counted()).isEqualTo(truth(log));
  }

  @Test
  void what_is_forgotten_of_a_partition_is_read_again_when_it_is_wanted() {
    List<Recorded> log = log(300, 30);
    Folding folding = folding(store, Levels.projection(1).views());
    folding.apply(log.subList(0, 200));
    assertThat(folding.caches().get("person").estimatedSize()).isPositive();
    assertThat(folding.caches().get("level").estimatedSize()).isPositive();

    folding.forget(PARTITION + 1);
    assertThat(folding.caches().get("person").estimatedSize()).isPositive();
    folding.forget(PARTITION);
    assertThat(folding.caches().values()).allSatisfy(cache -> assertThat(cache.estimatedSize()).isZero());

    folding.apply(log.subList(200, 300));
    assertThat(counted()).isEqualTo(truth(log));
  }

  @Test
  void so_they_do_in_batches_that_are_folded_and_written_side_by_side() {
    List<Recorded> log = log(40_000, 400);
    FailingStore failing = new FailingStore(store);

    foldDying(log, failing, Levels.projection(1).views(), 1_500);

    assertThat(failing.failures()).isGreaterThan(15);
    assertThat(counted()).isEqualTo(truth(log));
    Map<String, Long> events = new HashMap<>();
    log.forEach(event -> events.merge(event.envelope().stream().toString(), 1L, Long::sum));
    Map<String, Long> folded = new HashMap<>();
    store.all(generation.collection("person")).forEach(one -> folded.put(one.getString("_id"), one.getLong("events")));
    assertThat(folded).isEqualTo(events);
  }

  @Test
  void two_writers_of_the_same_events_count_every_transition_once() {
    List<Recorded> log = log(1_000, 20);
    Folding one = folding(store, Levels.projection(1).views());
    Folding other = folding(memory.connect(), Levels.projection(1).views());
    int first = 0;
    int second = 0;
    while (first < log.size() || second < log.size()) {
      int next = Math.min(log.size(), first + random.nextInt(30));
      one.apply(log.subList(first, next));
      first = next;
      int then = Math.min(log.size(), second + random.nextInt(30));
      other.apply(log.subList(second, then));
      second = then;
    }

    assertThat(counted()).isEqualTo(truth(log));
  }

  @Test
  void an_event_that_cannot_be_folded_is_met_before_anything_is_written() {
    List<Recorded> log = log(100, 5);
    Recorded poison = log.get(60);
    Folding folding = folding(store, poisoned(poison.position()));

    assertThatThrownBy(() -> folding.apply(log))
        .isInstanceOfSatisfying(
            PoisonException.class,
            e -> {
              assertThat(e.event()).isEqualTo(poison);
              assertThat(e.isLate()).isFalse();
            });
    assertThat(store.count(generation.collection("person"))).isZero();
    assertThat(store.count(generation.collection("level"))).isZero();
  }

  @Test
  void what_was_parked_is_folded_later_and_counted_once_even_if_the_writer_dies() {
    List<Recorded> log = log(600, 10);
    Recorded poison = log.get(100);
    String key = poison.envelope().stream().toString();
    Folding folding = folding(store, poisoned(poison.position()));
    Parking parking = parking(folding);
    parking.load(List.of(PARTITION));
    List<Recorded> left = parking.admit(log);
    try {
      folding.apply(left);
    } catch (PoisonException e) {
      parking.park(PARTITION, e.event().envelope(), e.event().encoded(), "it is poison");
      left = parking.admit(left);
      folding.apply(left);
    }
    parking.save();
    assertThat(parking.open()).isEqualTo(1);
    assertThat(counted()).isEqualTo(truth(left));
    assertThat(left).hasSizeLessThan(log.size() - 10);

    new ParkedStore(generation, store).request(key);
    Parking still = parking(folding(store, poisoned(poison.position())));
    still.load(List.of(PARTITION));
    still.retry();
    assertThat(still.open()).as("it is poison yet").isEqualTo(1);

    FailingStore failing = new FailingStore(store);
    for (String dies : List.of("level", "person", "parked_levels")) {
      new ParkedStore(generation, store).request(key);
      Parking dying = parking(failing, folding(failing, Levels.projection(1).views()));
      dying.load(List.of(PARTITION));
      failing.fail(collection -> collection.startsWith(dies));
      assertThatThrownBy(dying::retry).isInstanceOf(DataAccessException.class);
      failing.fail(collection -> false);
    }
    new ParkedStore(generation, store).request(key);
    Folding mended = folding(store, Levels.projection(1).views());
    Parking after = parking(mended);
    after.load(List.of(PARTITION));
    after.retry();

    assertThat(after.open()).isZero();
    assertThat(counted()).isEqualTo(truth(log));
    mended.apply(after.admit(log));
    assertThat(counted()).as("all of it once more").isEqualTo(truth(log));
  }

  @Test
  void events_of_a_parked_key_that_come_later_are_parked_behind() {
    List<Recorded> log = log(200, 4);
    Folding folding = folding(store, Levels.projection(1).views());
    Parking parking = parking(folding);
    parking.load(List.of(PARTITION));
    Recorded poison = log.get(10);
    String key = poison.envelope().stream().toString();
    parking.park(PARTITION, poison.envelope(), poison.encoded(), "it is poison");
    parking.admit(log.subList(0, 100));
    parking.save();

    Parking restarted = parking(folding);
    restarted.load(List.of(PARTITION));
    List<Recorded> admitted = restarted.admit(log);
    restarted.save();

    List<Long> expected =
        log.stream()
            .filter(event -> event.envelope().stream().equals(poison.envelope().stream()))
            .map(Recorded::position)
            .filter(position -> position >= poison.position())
            .toList();
    Parked parked = new ParkedStore(generation, store).all().getFirst();
    assertThat(parked.key()).isEqualTo(key);
    assertThat(parked.positions()).containsExactlyElementsOf(expected);
    assertThat(admitted).hasSize(log.size() - expected.size());
  }

  @Test
  void a_view_may_look_into_its_history_for_all_keys_of_a_batch_at_once() {
    List<Recorded> log = log(300, 10);
    List<View<?>> views = List.of(new Remembering());
    Folding folding = folding(store, views);
    for (int at = 0; at < log.size(); at += 50) {
      folding.apply(log.subList(at, at + 50));
    }
    Folding again = folding(memory.connect(), views);
    again.apply(log);

    Map<String, List<Long>> expected = new TreeMap<>();
    log.forEach(
        event ->
            expected
                .computeIfAbsent(event.envelope().stream().toString(), some -> new ArrayList<>())
                .add(event.position()));
    for (Document document : store.all(generation.collection("remembering"))) {
      List<Long> all = expected.get(document.getString("_id"));
      assertThat(document.getLong("sum")).isEqualTo(all.stream().mapToLong(Long::longValue).sum());
    }
  }

  private Parking parking(Folding folding) {
    return parking(store, folding);
  }

  private Parking parking(ViewStore on, Folding folding) {
    return new Parking(generation, new ParkedStore(generation, on), folding, new Decoder(RECORDS, EVENTS));
  }

  /** The levels, but for an event that cannot be folded. */
  private static List<View<?>> poisoned(long position) {
    return List.of(new Choking<>(new Levels.People(), event -> event.position() == position), new Levels.Totals());
  }

  /** Keeps every position in a chunk of its own; every seventh is folded from all chunks anew. */
  private static final class Remembering implements PersonalView<Remembering.Sum> {

    record Sum(String id, long sum, long count, List<Long> fresh) {}

    @Override
    public String name() {
      return "remembering";
    }

    @Override
    public Sum empty(String id) {
      return new Sum(id, 0, 0, List.of());
    }

    @Override
    public Sum evolve(Sum state, Recorded event) {
      long stored = state.count() - state.fresh().size();
      if (event.position() % 70 == 0 && stored > 0) {
        throw new NeedsHistoryException(List.of(new NeedsHistoryException.Wanted("remembered", state.id() + "/" + 0)));
      }
      return with(state, state.sum() + event.position(), event);
    }

    @Override
    public Sum refold(String id, Sum state, Recorded event, HistoryAccess history) {
      long sum = event.position() + state.fresh().stream().mapToLong(Long::longValue).sum();
      for (long chunk = 0; chunk < state.count() - state.fresh().size(); chunk++) {
        Document found = history.find("remembered", id + "/" + chunk);
        assertThat(found).as("chunk %d of %s", chunk, id).isNotNull();
        sum += found.getLong("at");
      }
      return with(state, sum, event);
    }

    private static Sum with(Sum state, long sum, Recorded event) {
      List<Long> fresh = new ArrayList<>(state.fresh());
      fresh.add(event.position());
      return new Sum(state.id(), sum, state.count() + 1, fresh);
    }

    @Override
    public List<Chunk> chunks(Sum state) {
      List<Chunk> chunks = new ArrayList<>();
      long first = state.count() - state.fresh().size();
      for (int i = 0; i < state.fresh().size(); i++) {
        chunks.add(new Chunk("remembered", state.id() + "/" + (first + i), new Document("at", state.fresh().get(i))));
      }
      return chunks;
    }

    @Override
    public Sum settled(Sum state) {
      return new Sum(state.id(), state.sum(), state.count(), List.of());
    }

    @Override
    public Document document(Sum state) {
      return new Document("sum", state.sum()).append("count", state.count());
    }

    @Override
    public Sum state(String id, Document document) {
      return new Sum(id, document.getLong("sum"), document.getLong("count"), List.of());
    }
  }
}
