package dev.attune.eventstore.axon;

import dev.attune.eventstore.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an engine for Axon on PostgreSQL owes its users beyond what Axon's own engine tests ask for. */
abstract class EventStoreConformance {

  static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06.789Z");

  TestDatabase database;
  private EventStorageEngine engine;

  /** The first engine over a new database; has its tables made. */
  abstract EventStorageEngine first() throws Exception;

  /** Another engine over the same database, as another node has it. */
  abstract EventStorageEngine another();

  /** Makes the stored snapshots' payloads unreadable. */
  abstract void spoilSnapshots() throws Exception;

  @BeforeEach
  final void create() throws Exception {
    database = TestDatabase.empty();
    engine = first();
  }

  @AfterEach
  final void close() {
    closeEngines();
    database.close();
  }

  void closeEngines() {}

  final EventStorageEngine engine() {
    return engine;
  }

  @Test
  void positions_have_no_gap_when_writers_on_two_nodes_collide() throws Exception {
    List<EventStorageEngine> nodes = List.of(engine, another());
    Race<Integer> race = new Race<>();
    for (int writer = 0; writer < 8; writer++) {
      EventStorageEngine node = nodes.get(writer % 2);
      String own = "own-" + writer;
      race.add(
          () -> {
            int stored = 0;
            for (int i = 0; i < 50; i++) {
              node.appendEvents(event(own, i));
              // all but one of the writers fail at each of these
              stored += 1 + (appends(node, event("shared", i)) ? 1 : 0);
            }
            return stored;
          });
    }
    int stored = race.run().stream().mapToInt(Integer::intValue).sum();
    assertThat(positions(null)).containsExactlyElementsOf(LongStream.rangeClosed(1, stored).boxed().toList());
  }

  @Test
  void a_reader_that_reads_along_sees_every_event_in_the_order_in_which_it_will_be_read_again() throws Exception {
    AtomicBoolean writing = new AtomicBoolean(true);
    List<String> along = new ArrayList<>();
    try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
      Future<?> reading =
          reader.submit(
              () -> {
                TrackingToken token = null;
                boolean more = true;
                while (more) {
                  more = writing.get();
                  for (TrackedEventMessage<?> event : tracked(token)) {
                    along.add(event.getIdentifier());
                    token = event.trackingToken();
                  }
                }
              });
      write(4, 250);
      writing.set(false);
      reading.get(1, TimeUnit.MINUTES);
    }
    assertThat(along)
        .hasSize(1_000)
        .containsExactlyElementsOf(tracked(null).stream().map(TrackedEventMessage::getIdentifier).toList());
  }

  @Test
  void of_many_that_append_at_the_same_sequence_number_exactly_one_wins() throws Exception {
    engine.appendEvents(event("order", 0));
    EventStorageEngine other = another();
    Race<Boolean> race = new Race<>();
    for (int writer = 0; writer < 16; writer++) {
      EventStorageEngine node = writer % 2 == 0 ? engine : other;
      race.add(() -> appends(node, event("order", 1)));
    }
    assertThat(race.run()).containsOnlyOnce(true);
    assertThat(engine.readEvents("order").asStream()).hasSize(2);
  }

  @Test
  void of_many_that_create_an_aggregate_exactly_one_wins() throws Exception {
    EventStorageEngine other = another();
    Race<Boolean> race = new Race<>();
    for (int writer = 0; writer < 16; writer++) {
      EventStorageEngine node = writer % 2 == 0 ? engine : other;
      race.add(
          () -> {
            try {
              node.appendEvents(event("order", 0));
              return true;
            } catch (AggregateStreamCreationException lost) {
              return false;
            }
          });
    }
    assertThat(race.run()).containsOnlyOnce(true);
  }

  @Test
  void a_unit_of_work_over_several_aggregates_is_stored_as_a_whole_or_not_at_all() {
    engine.appendEvents(event("b", 0));
    // which of the two depends on the event that is blamed: stock Axon blames the first one
    assertThatThrownBy(() -> engine.appendEvents(event("a", 0), event("b", 1), event("b", 1), event("c", 0)))
        .isInstanceOfAny(ConcurrencyException.class, AggregateStreamCreationException.class);
    assertThatThrownBy(() -> engine.appendEvents(event("a", 0), event("b", 0)))
        .isInstanceOf(AggregateStreamCreationException.class);
    assertThat(tracked(null)).hasSize(1);
    engine.appendEvents(event("a", 0), event("b", 1), event("c", 0));
    assertThat(tracked(null)).hasSize(4);
  }

  @Test
  void events_of_a_unit_of_work_keep_the_order_in_which_they_were_published() {
    EmbeddedEventStore store = EmbeddedEventStore.builder().storageEngine(engine).build();
    UnitOfWork<?> work = DefaultUnitOfWork.startAndGet(null);
    store.publish(event("a", 0), event("b", 0));
    store.publish(event("a", 1), event("c", 0));
    store.publish(event("b", 1), event("a", 2));
    work.commit();
    store.shutDown();
    assertThat(tracked(null))
        .extracting(event -> ((DomainEventMessage<?>) event).getAggregateIdentifier() + ((DomainEventMessage<?>) event).getSequenceNumber())
        .containsExactly("a0", "b0", "a1", "c0", "b1", "a2");
    assertThat(engine.lastSequenceNumberFor("a")).contains(2L);
    engine.appendEvents(event("c", 1), event("a", 3), event("b", 2));
    assertThat(engine.readEvents("a").asStream().map(DomainEventMessage::getSequenceNumber)).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void an_identifier_of_an_event_is_stored_once_and_a_refused_one_leaves_nothing() {
    DomainEventMessage<String> event = event("a", 0);
    engine.appendEvents(event);
    DomainEventMessage<String> again =
        new GenericDomainEventMessage<>("Order", "b", 1, "again", MetaData.emptyInstance(), event.getIdentifier(), Instant.now());
    engine.appendEvents(event("b", 0));
    assertThatThrownBy(() -> engine.appendEvents(event("c", 0), again))
        .isInstanceOfAny(ConcurrencyException.class, AggregateStreamCreationException.class);
    assertThat(tracked(null)).hasSize(2);
  }

  @Test
  void a_payload_of_a_megabyte_is_read_as_it_was_stored() {
    byte[] noise = new byte[1 << 19];
    new Random(7).nextBytes(noise);
    String large = java.util.HexFormat.of().formatHex(noise);
    engine.appendEvents(new GenericDomainEventMessage<>("Order", "a", 0, large), event("a", 1));
    assertThat(engine.readEvents("a").next().getPayload()).isEqualTo(large);
    assertThat(tracked(null).getFirst().getPayload()).isEqualTo(large);
  }

  @Test
  void metadata_may_be_empty_and_text_is_any_text() {
    String text = "žluťoučký 🦄 \u202e مرحبا 'quoted\" \\ \u0000 \n end";
    engine.appendEvents(new GenericDomainEventMessage<>("Order", "id ž 🦄 '", 0, text));
    engine.appendEvents(
        new GenericDomainEventMessage<>("Order", "id ž 🦄 '", 1, "", MetaData.from(Map.of("🗝 " + text, text))));
    List<? extends DomainEventMessage<?>> read = engine.readEvents("id ž 🦄 '").asStream().toList();
    assertThat(read.get(0).getPayload()).isEqualTo(text);
    assertThat(read.get(0).getMetaData()).isEmpty();
    assertThat(read.get(1).getPayload()).isEqualTo("");
    assertThat(read.get(1).getMetaData()).isEqualTo(Map.of("🗝 " + text, text));
    assertThat(read.get(1).getAggregateIdentifier()).isEqualTo("id ž 🦄 '");
  }

  @Test
  void tokens_of_tail_head_and_time_begin_where_they_say() {
    assertThat(tracked(engine.createTailToken())).isEmpty();
    assertThat(tracked(engine.createHeadToken())).isEmpty();
    for (int i = 0; i < 5; i++) {
      engine.appendEvents(at(LONG_AGO.plusSeconds(i), "a", i));
    }
    assertThat(tracked(engine.createTailToken())).hasSize(5);
    assertThat(tracked(engine.createHeadToken())).isEmpty();
    assertThat(tracked(engine.createTokenAt(LONG_AGO))).hasSize(5);
    assertThat(tracked(engine.createTokenAt(LONG_AGO.plusSeconds(3)))).hasSize(2);
    assertThat(tracked(engine.createTokenAt(LONG_AGO.plusSeconds(9)))).isEmpty();
    TrackingToken head = engine.createHeadToken();
    engine.appendEvents(event("a", 5));
    assertThat(tracked(head)).hasSize(1);
  }

  @Test
  void events_with_time_stamps_of_the_past_keep_them_and_are_read_where_they_were_stored() {
    engine.appendEvents(at(LONG_AGO.plusSeconds(100), "a", 0));
    engine.appendEvents(at(LONG_AGO, "a", 1));
    engine.appendEvents(at(LONG_AGO.plusSeconds(50), "b", 0));
    engine.appendEvents(at(LONG_AGO.plusSeconds(200), "b", 1));
    assertThat(tracked(null))
        .extracting(TrackedEventMessage::getTimestamp)
        .containsExactly(LONG_AGO.plusSeconds(100), LONG_AGO, LONG_AGO.plusSeconds(50), LONG_AGO.plusSeconds(200));
    // none of the events since then is left out, even if older ones are in between
    assertThat(tracked(engine.createTokenAt(LONG_AGO.plusSeconds(60)))).hasSize(4);
    assertThat(tracked(engine.createTokenAt(LONG_AGO.plusSeconds(150)))).hasSize(1);
  }

  @Test
  void a_stream_that_is_opened_while_others_append_sees_each_event_once() throws Exception {
    EmbeddedEventStore store = EmbeddedEventStore.builder().storageEngine(engine).fetchDelay(20).build();
    List<String> seen = new ArrayList<>();
    try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
      engine.appendEvents(event("before", 0));
      Future<?> reading =
          reader.submit(
              () -> {
                Thread.sleep(30);
                try (BlockingStream<TrackedEventMessage<?>> events = store.openStream(null)) {
                  // Axon's stream may say before the time is over that there is nothing.
                  long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                  while (seen.size() < 801 && System.nanoTime() < deadline) {
                    if (events.hasNextAvailable(100, TimeUnit.MILLISECONDS)) {
                      seen.add(events.nextAvailable().getIdentifier());
                    }
                  }
                  if (events.hasNextAvailable(200, TimeUnit.MILLISECONDS)) {
                    seen.add("one more");
                  }
                }
                return null;
              });
      write(4, 200);
      reading.get(1, TimeUnit.MINUTES);
    } finally {
      store.shutDown();
    }
    assertThat(seen).hasSize(801).doesNotHaveDuplicates();
  }

  @Test
  void the_newest_snapshot_wins_whatever_the_order_of_their_storing() {
    engine.storeSnapshot(event("a", 5));
    engine.storeSnapshot(event("a", 3));
    assertThat(engine.readSnapshot("a").orElseThrow().getSequenceNumber()).isEqualTo(5);
    engine.storeSnapshot(event("a", 8));
    assertThat(engine.readSnapshot("a").orElseThrow().getSequenceNumber()).isEqualTo(8);
    assertThat(engine.readSnapshot("b")).isEmpty();
  }

  @Test
  void an_aggregate_with_an_unreadable_snapshot_is_read_from_its_events() throws Exception {
    for (int i = 0; i < 4; i++) {
      engine.appendEvents(event("a", i));
    }
    engine.storeSnapshot(event("a", 2));
    EmbeddedEventStore store = EmbeddedEventStore.builder().storageEngine(engine).build();
    try {
      assertThat(store.readEvents("a").asStream().map(DomainEventMessage::getSequenceNumber)).containsExactly(2L, 3L);
      spoilSnapshots();
      assertThat(store.readEvents("a").asStream().<Object>map(DomainEventMessage::getPayload)).containsExactly("happened", "happened", "happened", "happened");
    } finally {
      store.shutDown();
    }
  }

  @Test
  void a_long_aggregate_is_read_as_a_whole_and_from_any_event() {
    int length = 2_345;
    List<DomainEventMessage<?>> events = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      events.add(event("long", i));
    }
    engine.appendEvents(events);
    assertThat(another().readEvents("long").asStream().map(DomainEventMessage::getSequenceNumber))
        .containsExactlyElementsOf(LongStream.range(0, length).boxed().toList());
    assertThat(engine.readEvents("long", 2_000).asStream()).hasSize(345);
    assertThat(engine.readEvents("long", length).hasNext()).isFalse();
  }

  static DomainEventMessage<String> event(String aggregate, long sequence) {
    return new GenericDomainEventMessage<>("Order", aggregate, sequence, "happened");
  }

  private static DomainEventMessage<String> at(Instant time, String aggregate, long sequence) {
    DomainEventMessage<String> now = event(aggregate, sequence);
    return new GenericDomainEventMessage<>(
        now.getType(), aggregate, sequence, "happened", MetaData.emptyInstance(), now.getIdentifier(), time);
  }

  private static boolean appends(EventStorageEngine node, DomainEventMessage<?> event) {
    try {
      node.appendEvents(event);
      return true;
    } catch (ConcurrencyException | AggregateStreamCreationException lost) {
      return false;
    }
  }

  private void write(int writers, int each) throws Exception {
    EventStorageEngine other = another();
    Race<Void> race = new Race<>();
    for (int writer = 0; writer < writers; writer++) {
      EventStorageEngine node = writer % 2 == 0 ? engine : other;
      String own = "writer-" + writer;
      race.add(
          () -> {
            for (int i = 0; i < each; i++) {
              node.appendEvents(event(own, i));
            }
            return null;
          });
    }
    race.run();
  }

  final List<TrackedEventMessage<?>> tracked(@Nullable TrackingToken after) {
    List<TrackedEventMessage<?>> events = new ArrayList<>();
    try (Stream<? extends TrackedEventMessage<?>> stream = engine.readEvents(after, false)) {
      stream.forEach(events::add);
    }
    return events;
  }

  private List<Long> positions(@Nullable TrackingToken after) {
    return tracked(after).stream().map(event -> event.trackingToken().position().orElseThrow()).toList();
  }

  /** Starts all at the same moment; each one's own answer. */
  private static final class Race<T> {

    private final List<Callable<T>> runners = new ArrayList<>();

    void add(Callable<T> runner) {
      runners.add(runner);
    }

    List<T> run() throws Exception {
      CyclicBarrier start = new CyclicBarrier(runners.size());
      try (ExecutorService threads = Executors.newFixedThreadPool(runners.size())) {
        List<Future<T>> futures = new ArrayList<>();
        for (Callable<T> runner : runners) {
          futures.add(
              threads.submit(
                  () -> {
                    start.await();
                    return runner.call();
                  }));
        }
        List<T> answers = new ArrayList<>();
        for (Future<T> future : futures) {
          answers.add(future.get(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS));
        }
        return answers;
      }
    }
  }
}
