package dev.attune.infra.torture.log;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.infra.torture.Interruption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A client: sends message after message and does not give one up before it is answered. What has no answer is sent
 * again, as the same attempt or as another for the same message, to its own node or to another. Only messages that are
 * not claimed are not.
 */
final class LogWriter {

  private static final NoArgGenerator IDS = Generators.timeBasedEpochRandomGenerator();
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final int OWN_STREAMS = 6;

  private final Scene scene;
  private final int node;
  private final Random random;
  private final Map<UUID, StreamHead> own = new HashMap<>();

  /**
   * What all writers share.
   *
   * @param shared streams that all write to
   * @param heads the log's heads, as the database has them
   * @param skewMicros what each node's clock is wrong by
   * @param repeated counts what was sent again
   */
  record Scene(
      List<? extends LogNode> nodes,
      LogBook book,
      List<UUID> shared,
      Heads heads,
      AtomicLong messages,
      List<AtomicLong> skewMicros,
      LongAdder repeated) {}

  /** Looks up a stream's head. */
  @FunctionalInterface
  interface Heads {
    /** Waits as long as the database is away. */
    StreamHead of(UUID stream);
  }

  /**
   * @param node number of the node that it sends to first
   */
  LogWriter(Scene scene, int node, Random random) {
    this.scene = scene;
    this.node = node;
    this.random = random;
    for (int i = 0; i < OWN_STREAMS; i++) {
      open();
    }
  }

  /** One message, to its end; perhaps once more afterwards, as a client that did not hear the answer. */
  void message() {
    long message = scene.messages().incrementAndGet();
    boolean rival = !scene.shared().isEmpty() && random.nextInt(4) == 0;
    List<UUID> streams = rival ? List.of(scene.shared().get(random.nextInt(scene.shared().size()))) : ownStreams();
    int[] events = streams.stream().mapToInt(stream -> 1 + random.nextInt(3)).toArray();
    settle(message, streams, events, rival);
    if (Attempt.claimed(message) && random.nextInt(20) == 0) {
      settle(message, streams, events, rival);
    }
  }

  private void settle(long message, List<UUID> streams, int[] events, boolean rival) {
    Attempt attempt = attempt(message, streams, events, rival);
    int to = node;
    while (true) {
      switch (ask(to, attempt)) {
        case Answer.Stored stored -> {
          stored.heads().forEach(head -> own.replace(head.stream(), head));
          return;
        }
        case Answer.Held ignored -> {
          streams.forEach(this::lookUp);
          return;
        }
        case Answer.Conflict ignored -> {
          if (!rival) {
            scene.book().complain("conflict: attempt " + attempt.id() + " on streams that nobody else writes");
          }
          streams.forEach(this::lookUp);
          attempt = attempt(message, streams, events, rival);
        }
        case Answer.Failed ignored when !Attempt.claimed(message) -> {
          // It may be stored yet: what goes on from there would be in its way.
          streams.forEach(this::abandon);
          return;
        }
        case Answer.Failed ignored -> {
          scene.repeated().increment();
          Interruption.pause(Duration.ofMillis(10 + random.nextInt(50)));
          to = random.nextInt(scene.nodes().size());
          if (random.nextInt(3) == 0) {
            streams.forEach(this::lookUp);
            attempt = attempt(message, streams, events, rival);
          }
        }
      }
    }
  }

  private Answer ask(int to, Attempt attempt) {
    scene.book().sent(attempt);
    CompletableFuture<Answer> future = scene.nodes().get(to).append(attempt);
    CompletableFuture<Answer> kept = future.whenComplete((answer, never) -> scene.book().answered(attempt, answer));
    try {
      return kept.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Answer.Failed("no answer in time");
    } catch (ExecutionException e) {
      return Answer.failed(e);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  private Attempt attempt(long message, List<UUID> streams, int[] events, boolean rival) {
    List<Attempt.Part> parts = new ArrayList<>();
    for (int i = 0; i < events.length; i++) {
      UUID stream = streams.get(i);
      StreamHead head = rival ? scene.heads().of(stream) : own.getOrDefault(stream, StreamHead.empty(stream));
      parts.add(new Attempt.Part(head, events[i]));
    }
    long micros = System.currentTimeMillis() * 1_000 + random.nextInt(1_000) + scene.skewMicros().get(node).get();
    return new Attempt(message, Attempt.id(IDS.generate()), micros, parts);
  }

  /** One or two of its own, of which now and then one is replaced by a new one. */
  private List<UUID> ownStreams() {
    if (random.nextInt(5) == 0) {
      own.remove(own.keySet().iterator().next());
      open();
    }
    List<UUID> streams = new ArrayList<>(own.keySet());
    UUID first = streams.remove(random.nextInt(streams.size()));
    return random.nextInt(8) == 0 ? List.of(first, streams.get(random.nextInt(streams.size()))) : List.of(first);
  }

  private void open() {
    UUID stream = IDS.generate();
    own.put(stream, StreamHead.empty(stream));
  }

  private void abandon(UUID stream) {
    if (own.remove(stream) != null) {
      open();
    }
  }

  private void lookUp(UUID stream) {
    own.computeIfPresent(stream, (id, before) -> scene.heads().of(id));
  }
}
