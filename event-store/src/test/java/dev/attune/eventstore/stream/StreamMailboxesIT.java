package dev.attune.eventstore.stream;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.CountingReader;
import dev.attune.eventstore.LogChecker;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppendRejectedException;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.OverloadedException;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.PostgresEventReader;
import dev.attune.eventstore.stream.Decider.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.eventstore.Given.event;
import static dev.attune.eventstore.Given.id;
import static dev.attune.eventstore.Given.key;
import static dev.attune.eventstore.Given.message;
import static dev.attune.eventstore.Given.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StreamMailboxesIT {

  /** Counts the events of a stream. */
  private static final Fold<Long> COUNT =
      new Fold<>() {
        @Override
        public Long initial(UUID stream) {
          return 0L;
        }

        @Override
        public Long evolve(Long state, Envelope envelope) {
          return state + 1;
        }
      };

  private final AtomicInteger batches = new AtomicInteger();
  private final AppenderMetrics counting =
      new AppenderMetrics() {
        @Override
        public void batch(Batch batch) {
          batches.incrementAndGet();
        }
      };

  private TestDatabase database;
  private PostgresEventReader reader;
  private PostgresAppender appender;
  private StreamMailboxes<Long> mailboxes;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    reader = new PostgresEventReader(database.pool());
    appender = new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, counting, new LogSignal());
    mailboxes = mailboxes(MailboxOptions.DEFAULT);
  }

  @AfterEach
  void the_log_is_sound() {
    appender.close();
    assertThat(new LogChecker(reader).faults()).isEmpty();
    assertThat(mailboxes.busy()).isZero();
    database.close();
  }

  private StreamMailboxes<Long> mailboxes(MailboxOptions options) {
    return new StreamMailboxes<>(appender, reader, COUNT, options);
  }

  /** Stores one event and answers the number that it has; -1 if a claim was taken. */
  private static Decider<Long, Long> one(Claim... claims) {
    return state ->
        new Decision.Store<>(
            state + 1, List.of(event("one")), List.of(claims), appended -> state + 1, taken -> -1L);
  }

  /** At most so many events: the strict cap. */
  private static Decider<Long, Long> atMost(long cap) {
    return state -> state < cap ? one().decide(state) : new Decision.Answer<>(-2L);
  }

  private static <R> R answer(CompletableFuture<R> future) {
    return future.orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Test
  void commands_of_one_thread_are_decided_in_its_order_on_the_evolving_state() {
    UUID stream = id();
    List<CompletableFuture<Long>> futures = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      futures.add(mailboxes.send(stream, one()));
    }
    for (int i = 0; i < 300; i++) {
      assertThat(answer(futures.get(i))).isEqualTo(i + 1);
    }
    assertThat(mailboxes.state(stream)).isEqualTo(300);
    assertThat(reader.stream(stream, 0).head().version()).isEqualTo(300);
  }

  @Test
  void five_thousand_commands_of_one_stream_need_few_batches() {
    mailboxes = mailboxes(MailboxOptions.DEFAULT.waiting(10_000));
    UUID stream = id();
    List<CompletableFuture<Long>> futures = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      futures.add(mailboxes.send(stream, one()));
    }
    futures.forEach(StreamMailboxesIT::answer);
    assertThat(mailboxes.state(stream)).isEqualTo(5_000);
    assertThat(batches.get()).isLessThan(100);
  }

  @Test
  void what_stands_behind_a_duplicate_is_decided_again_on_the_right_state() {
    UUID stream = id();
    answer(mailboxes.send(id(), one(message(3, stream))));
    List<CompletableFuture<Long>> futures = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      futures.add(mailboxes.send(stream, one(message(i, stream))));
    }
    assertThat(futures.stream().map(StreamMailboxesIT::answer)).containsExactly(1L, 2L, 3L, -1L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(reader.stream(stream, 0).head().version()).isEqualTo(9);
  }

  @Test
  void a_thousand_duplicates_in_a_row_need_few_batches() {
    UUID stream = id();
    for (int round = 0; round < 2; round++) {
      batches.set(0);
      List<CompletableFuture<Long>> futures = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        futures.add(mailboxes.send(stream, one(message(i, stream))));
      }
      List<Long> answers = futures.stream().map(StreamMailboxesIT::answer).toList();
      assertThat(answers.stream().filter(answer -> answer == -1)).hasSize(round * 1_000);
      assertThat(batches.get()).isLessThan(40);
    }
    assertThat(mailboxes.state(stream)).isEqualTo(1_000);
  }

  @Test
  void an_answer_waits_for_what_was_decided_before_it() {
    UUID stream = id();
    List<CompletableFuture<Long>> futures = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      futures.add(mailboxes.send(stream, atMost(3)));
    }
    assertThat(futures.stream().map(StreamMailboxesIT::answer).toList()).startsWith(1L, 2L, 3L, -2L).endsWith(-2L);
    assertThat(reader.stream(stream, 0).head().version()).isEqualTo(3);
  }

  @Test
  void a_decider_that_throws_fails_alone() {
    UUID stream = id();
    CompletableFuture<Long> first = mailboxes.send(stream, one());
    CompletableFuture<Long> bad =
        mailboxes.send(
            stream,
            state -> {
              throw new IllegalStateException("no");
            });
    CompletableFuture<Long> last = mailboxes.send(stream, one());
    assertThat(answer(first)).isEqualTo(1);
    assertThatThrownBy(() -> answer(bad)).hasRootCauseMessage("no");
    assertThat(answer(last)).isEqualTo(2);
  }

  @Test
  void a_conflict_brings_back_the_missing_tail() {
    UUID stream = id();
    answer(mailboxes.send(stream, one()));
    StreamHead head = reader.stream(stream, 0).head();
    assertThat(appender.append(unit(head)).join()).isInstanceOf(Outcome.Appended.class);
    assertThat(answer(mailboxes.send(stream, one()))).isEqualTo(3);
    assertThat(mailboxes.state(stream)).isEqualTo(3);
  }

  @Test
  void a_memory_of_another_history_is_thrown_away() throws Exception {
    UUID stream = id();
    for (int i = 0; i < 3; i++) {
      answer(mailboxes.send(stream, one()));
    }
    // The database is restored to where it was before these events, and another node has used the positions since.
    database.execute(
        """
        ALTER TABLE attune.event DISABLE TRIGGER USER;
        ALTER TABLE attune.event_from_1 DISABLE TRIGGER USER;
        DELETE FROM attune.event;
        DELETE FROM attune.stream_head
        """);
    try (PostgresAppender other =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal())) {
      other.append(unit(StreamHead.empty(stream), dev.attune.eventstore.Given.events(5))).join();
    }
    assertThat(answer(mailboxes.send(stream, one()))).isEqualTo(6);
  }

  @Test
  void two_nodes_on_one_stream_never_pass_a_cap() {
    UUID stream = id();
    try (PostgresAppender other =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal())) {
      StreamMailboxes<Long> rival = new StreamMailboxes<>(other, reader, COUNT, MailboxOptions.DEFAULT);
      List<CompletableFuture<Long>> futures = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        futures.add(mailboxes.send(stream, atMost(100)));
        futures.add(rival.send(stream, atMost(100)));
      }
      List<Long> answers = futures.stream().map(StreamMailboxesIT::answer).toList();
      assertThat(answers.stream().filter(answer -> answer > 0)).hasSize(100).doesNotHaveDuplicates();
      assertThat(reader.stream(stream, 0).head().version()).isEqualTo(100);
    }
  }

  @Test
  void a_full_mailbox_answers_at_once_and_harms_no_other_stream() throws Exception {
    mailboxes = mailboxes(MailboxOptions.DEFAULT.waiting(10));
    UUID stream = id();
    CountDownLatch deciding = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Long> first =
        mailboxes.send(
            stream,
            state -> {
              deciding.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return one().decide(state);
            });
    deciding.await();
    List<CompletableFuture<Long>> futures = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      futures.add(mailboxes.send(stream, one()));
    }
    for (CompletableFuture<Long> refused : futures.subList(10, 15)) {
      assertThatThrownBy(() -> answer(refused)).hasCauseInstanceOf(OverloadedException.class);
    }
    assertThat(answer(mailboxes.send(id(), one()))).isEqualTo(1);
    go.countDown();
    assertThat(answer(first)).isEqualTo(1);
    assertThat(answer(futures.get(9))).isEqualTo(11);
  }

  @Test
  void a_stream_that_left_memory_is_read_again() {
    mailboxes = mailboxes(MailboxOptions.DEFAULT.cachedWeight(1));
    List<UUID> streams = java.util.stream.Stream.generate(dev.attune.eventstore.Given::id).limit(20).toList();
    for (int round = 1; round <= 3; round++) {
      for (UUID stream : streams) {
        assertThat(answer(mailboxes.send(stream, one()))).isEqualTo(round);
      }
    }
    assertThat(reader.holders(Claim.Kind.MESSAGE, List.of(key(1)))).isEmpty();
  }

  @Test
  void cold_streams_asked_for_together_are_read_together() throws Exception {
    List<UUID> streams = java.util.stream.Stream.generate(dev.attune.eventstore.Given::id).limit(500).toList();
    List<CompletableFuture<Long>> sent = new ArrayList<>();
    for (int i = 0; i < streams.size(); i++) {
      for (int event = 0; event <= i % 3; event++) {
        sent.add(mailboxes.send(streams.get(i), one()));
      }
    }
    sent.forEach(StreamMailboxesIT::answer);

    CountingReader counting = new CountingReader(reader);
    StreamMailboxes<Long> cold = new StreamMailboxes<>(appender, counting.asReader(), COUNT, MailboxOptions.DEFAULT);
    List<Long> states;
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      states = answers(threads.invokeAll(streams.stream().map(id -> (Callable<Long>) () -> cold.state(id)).toList()));
    }
    for (int i = 0; i < streams.size(); i++) {
      assertThat(states.get(i)).isEqualTo(i % 3 + 1);
    }
    assertThat(counting.calls()).isLessThan(100);
  }

  @Test
  void the_states_in_memory_never_weigh_more_than_they_may() {
    StreamMailboxes<Long> bounded =
        new StreamMailboxes<>(appender, reader, COUNT, MailboxOptions.DEFAULT.cachedWeight(70), state -> 7);
    for (int i = 0; i < 200; i++) {
      answer(bounded.send(id(), one()));
      assertThat(bounded.weight()).isPositive().isLessThanOrEqualTo(70);
    }
  }

  private static List<Long> answers(List<Future<Long>> futures) throws Exception {
    List<Long> answers = new ArrayList<>();
    for (Future<Long> future : futures) {
      answers.add(future.get());
    }
    return answers;
  }

  /** Sends commands so that they meet in one round: one before them waits in its decider meanwhile. */
  private List<CompletableFuture<Long>> inOneRound(UUID stream, List<Decider<Long, Long>> deciders) throws Exception {
    CountDownLatch deciding = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    mailboxes.send(
        stream,
        state -> {
          deciding.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return new Decision.Answer<>(0L);
        });
    deciding.await();
    List<CompletableFuture<Long>> sent = deciders.stream().map(decider -> mailboxes.send(stream, decider)).toList();
    go.countDown();
    return sent;
  }

  @Test
  void what_cannot_be_made_of_a_decision_fails_its_command_alone() throws Exception {
    UUID stream = id();
    NewEvent sound = event("one");
    NewEvent endless =
        new NewEvent(id(), sound.event(), java.time.Instant.MAX, null, null, null, null);
    Decider<Long, Long> outOfRange =
        state -> new Decision.Store<>(state + 1, List.of(endless), List.of(), stored -> state + 1, taken -> -1L);
    Decider<Long, Long> nothing =
        state -> new Decision.Store<>(state + 1, List.of(), List.of(), stored -> state + 1, taken -> -1L);
    List<CompletableFuture<Long>> sent =
        inOneRound(stream, List.of(one(), outOfRange, one(), nothing, atMost(2), one(), outOfRange));

    assertThat(answer(sent.get(0))).isEqualTo(1);
    assertThatThrownBy(() -> answer(sent.get(1))).hasCauseInstanceOf(ArithmeticException.class);
    assertThat(answer(sent.get(2))).isEqualTo(2);
    assertThatThrownBy(() -> answer(sent.get(3))).hasCauseInstanceOf(java.util.NoSuchElementException.class);
    assertThat(answer(sent.get(4))).isEqualTo(-2);
    assertThat(answer(sent.get(5))).isEqualTo(3);
    assertThatThrownBy(() -> answer(sent.get(6))).hasCauseInstanceOf(AppendRejectedException.class);
    assertThat(reader.stream(stream, 0).head().version()).isEqualTo(3);
  }

  @Test
  void a_state_that_cannot_be_kept_makes_no_failure_of_what_is_stored() throws Exception {
    mailboxes =
        new StreamMailboxes<>(
            appender,
            reader,
            COUNT,
            MailboxOptions.DEFAULT,
            state -> {
              if (state == 2) {
                throw new IllegalStateException("cannot be weighed");
              }
              return 1;
            });
    UUID stream = id();
    List<CompletableFuture<Long>> sent = inOneRound(stream, List.of(one(), one(), one()));
    assertThat(sent.stream().map(StreamMailboxesIT::answer)).containsExactly(1L, 2L, 3L);
    assertThat(mailboxes.state(stream)).isEqualTo(3);
  }

  @Test
  void a_machine_without_threads_for_a_moment_leaves_no_command_without_an_answer() throws Exception {
    AtomicInteger threads = new AtomicInteger();
    States<Long> states = new States<>(reader, COUNT, 100, state -> 1, null);
    mailboxes =
        new StreamMailboxes<>(
            appender,
            reader,
            MailboxOptions.DEFAULT,
            states,
            task -> {
              if (threads.incrementAndGet() > 1 && threads.get() < 5) {
                throw new OutOfMemoryError("no thread, only said");
              }
              Thread.startVirtualThread(task);
            });
    UUID stream = id();
    List<CompletableFuture<Long>> sent = inOneRound(stream, List.of(one(), one(), one()));
    assertThat(sent.stream().map(StreamMailboxesIT::answer)).containsExactly(1L, 2L, 3L);
    assertThat(answer(mailboxes.send(stream, one()))).isEqualTo(4);
  }
}
