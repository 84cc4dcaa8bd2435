package dev.attune.eventstore.append;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.Given;
import dev.attune.eventstore.LogChecker;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.Outcome.Appended;
import dev.attune.eventstore.read.PollingFeed;
import dev.attune.eventstore.read.PostgresEventReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static dev.attune.eventstore.Given.events;
import static dev.attune.eventstore.Given.message;
import static dev.attune.eventstore.Given.unit;
import static org.assertj.core.api.Assertions.assertThat;

class RivalNodesTortureTest {

  private static final int NODES = 3;
  private static final int WRITERS = 24;
  private static final int UNITS = 400;
  private static final long SEED = 20_260_101;

  private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<Long> messages = ConcurrentHashMap.newKeySet();
  private final AtomicInteger conflicts = new AtomicInteger();
  private final AtomicInteger duplicates = new AtomicInteger();

  @Test
  void three_nodes_that_fight_for_few_streams_leave_a_log_without_a_gap_and_a_feed_that_skips_nothing()
      throws Exception {
    try (TestDatabase database = TestDatabase.create();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      PostgresEventReader reader = new PostgresEventReader(database.pool());
      List<UUID> streams = IntStream.range(0, 30).mapToObj(i -> Given.id()).toList();
      AtomicBoolean done = new AtomicBoolean();
      Future<List<Long>> followed = threads.submit(() -> follow(reader, done));
      List<PostgresAppender> nodes = new ArrayList<>();
      for (int i = 0; i < NODES; i++) {
        nodes.add(
            new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal()));
      }
      List<Callable<Void>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        writers.add(() -> write(nodes.get(writer % NODES), reader, streams, new Random(SEED + writer)));
      }
      // A slow transaction: a snapshot and a number of its own, open all the time.
      try (var slow = database.direct().getConnection();
          var statement = slow.createStatement()) {
        slow.setAutoCommit(false);
        statement.execute("SELECT pg_current_xact_id(), count(*) FROM attune.event");
        for (Future<Void> writer : threads.invokeAll(writers)) {
          writer.get();
        }
        slow.rollback();
      }
      nodes.forEach(PostgresAppender::close);
      done.set(true);

      LogChecker checker = new LogChecker(reader);
      assertThat(checker.faults()).isEmpty();
      assertThat(checker.events()).isEqualTo(acknowledged);
      assertThat(followed.get()).isEqualTo(LongStream.rangeClosed(1, reader.head()).boxed().toList());
      assertThat(conflicts.get()).isGreaterThan(100);
      assertThat(duplicates.get()).isGreaterThan(100);
      assertThat(Integer.parseInt(database.value("SELECT count(*) FROM attune.claim"))).isEqualTo(messages.size());
    }
  }

  private Void write(PostgresAppender node, PostgresEventReader reader, List<UUID> streams, Random random) {
    for (int i = 0; i < UNITS; i++) {
      UUID stream = streams.get(random.nextInt(streams.size()));
      boolean rival = random.nextInt(3) == 0;
      StreamHead head =
          rival ? reader.stream(stream, Long.MAX_VALUE).head() : StreamHead.empty(Given.id());
      List<NewEvent> events = events(1 + random.nextInt(3));
      long message = random.nextInt(6_000);
      Outcome outcome = Appending.outcome(node.append(unit(head, events, message(message, head.stream()))));
      switch (outcome) {
        case Appended appended -> {
          events.forEach(event -> acknowledged.add(event.eventId()));
          assertThat(messages.add(message)).isTrue();
        }
        case Outcome.Conflict ignored -> conflicts.incrementAndGet();
        case Outcome.Taken ignored -> duplicates.incrementAndGet();
        case Outcome.PredecessorFailed ignored -> throw new AssertionError("There was no chain");
      }
    }
    return null;
  }

  private static List<Long> follow(PostgresEventReader reader, AtomicBoolean done) throws InterruptedException {
    List<Long> positions = new ArrayList<>();
    try (PollingFeed feed = new PollingFeed(reader, 0, 500, new LogSignal())) {
      while (true) {
        boolean last = done.get();
        List<Envelope> events = feed.poll(Duration.ofMillis(200));
        events.forEach(event -> positions.add(event.position()));
        if (last && events.isEmpty()) {
          assertThat(new HashSet<>(positions)).hasSameSizeAs(positions);
          return positions;
        }
      }
    }
  }
}
