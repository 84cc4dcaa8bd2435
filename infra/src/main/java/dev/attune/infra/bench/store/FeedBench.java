package dev.attune.infra.bench.store;

import dev.attune.contracts.Event;
import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.NewEvent;
import dev.attune.eventstore.append.Outcome;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.append.StreamAppend;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.infra.bench.Bench;
import dev.attune.infra.bench.BenchFailedException;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/**
 * Until a reader in another process has an event, at a held rate. Nobody outside of the database knows when it commits, so
 * two times are told: from the writer's call, which is before the commit, and from its answer, which is after it and below
 * zero where the reader is first.
 */
public final class FeedBench implements Bench {

  private static final int RATE = 1_000;
  private static final int ROUNDS = 3;
  private static final int WARM_UP_SECONDS = 5;

  /** Axon looks every second where it does not hear of an event in its own process. */
  private static final String AXON_DEFAULT_PAUSE = "1000";

  private static final String AXON_SHORT_PAUSE = "2";

  @Override
  public String name() {
    return "feed";
  }

  @Override
  public String describe() {
    return "from commit to a reader in another process, at 1,000 events/s: ours beside stock Axon's stream";
  }

  /** Stores one event; returns when it is answered. */
  @FunctionalInterface
  private interface Store {
    void store(UUID id, Event event);
  }

  @Override
  public List<Figure> run(BenchRun run) throws InterruptedException {
    Payloads payloads = new Payloads();
    int seconds = Math.max(1, run.seconds() / ROUNDS);
    Map<String, List<Load.Measured>> measured = new java.util.LinkedHashMap<>();
    try (BenchServer server = BenchServer.start()) {
      run.terminal().line(server.describe());
      server.freshLog();
      try (PostgresAppender appender =
              new PostgresAppender(server.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
          AxonStore axon = new AxonStore(server, 16)) {
        Store ours = (id, event) -> append(appender, payloads, id, event);
        Store stock =
            (id, event) ->
                axon.append(
                    new GenericDomainEventMessage<>(
                        "Profile", id.toString(), 0, event, Map.of(), id.toString(), java.time.Instant.now()));
        for (int i = 1; i <= ROUNDS; i++) {
          run.terminal().line("round " + i + " of " + ROUNDS);
          add(run, measured, "attune", round(server, payloads, ours, seconds, "attune"));
          add(run, measured, "stock_axon_2_ms", round(server, payloads, stock, seconds, "axon", AXON_SHORT_PAUSE));
          add(run, measured, "stock_axon_default", round(server, payloads, stock, seconds, "axon", AXON_DEFAULT_PAUSE));
        }
      }
    }
    List<Figure> figures = new ArrayList<>();
    measured.forEach((name, rounds) -> figures.addAll(Load.Measured.of(rounds).figures(name)));
    return figures;
  }

  /**
   * The same events by both times.
   *
   * @param fromCall an upper bound of the time from the commit
   * @param fromAnswer a lower bound of it
   */
  private record Both(Load.Measured fromCall, Load.Measured fromAnswer) {}

  private static void add(BenchRun run, Map<String, List<Load.Measured>> to, String name, Both both) {
    add(run, to, name + "_from_call", both.fromCall());
    add(run, to, name + "_from_answer", both.fromAnswer());
  }

  private static void add(
      BenchRun run, Map<String, List<Load.Measured>> to, String name, Load.Measured measured) {
    Load.keep(run, name, measured);
    to.computeIfAbsent(name, fresh -> new ArrayList<>()).add(measured);
  }

  private static void append(PostgresAppender appender, Payloads payloads, UUID id, Event event) {
    UUID stream = Payloads.id();
    NewEvent fresh =
        new NewEvent(id, payloads.codec().encode(event), java.time.Instant.now(), Payloads.id(), null, null, null);
    AppendUnit unit =
        new AppendUnit(
            id,
            List.of(new StreamAppend(StreamHead.empty(stream), List.of(fresh))),
            List.of(Claim.message(Payloads.key(), stream)));
    if (!(appender.append(unit).join() instanceof Outcome.Appended)) {
      throw new BenchFailedException("A unit that should be stored was not");
    }
  }

  private static Both round(
      BenchServer server, Payloads payloads, Store store, int seconds, String... reader) throws InterruptedException {
    Map<UUID, Long> called = new ConcurrentHashMap<>();
    Map<UUID, Long> answered = new ConcurrentHashMap<>();
    try (FeedProcess process = FeedProcess.start(server, reader);
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      process.awaitReady();
      Random random = new Random(11);
      long begin = System.nanoTime();
      long measureFrom = begin + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS);
      int events = RATE * (seconds + WARM_UP_SECONDS);
      for (int i = 0; i < events; i++) {
        long due = begin + i * TimeUnit.SECONDS.toNanos(1) / RATE;
        long left = due - System.nanoTime();
        if (left > 0) {
          TimeUnit.NANOSECONDS.sleep(left);
        }
        UUID id = Payloads.id();
        Event event = payloads.view(random);
        writers.submit(
            () -> {
              called.put(id, System.nanoTime());
              store.store(id, event);
              answered.put(id, System.nanoTime());
            });
      }
      writers.shutdown();
      if (!writers.awaitTermination(30, TimeUnit.SECONDS) || answered.size() < events) {
        throw new BenchFailedException("Only " + answered.size() + " of " + events + " events were stored");
      }
      Map<UUID, Long> seen = process.awaitSeen(events);
      return new Both(latencies(called, seen, measureFrom, seconds), latencies(answered, seen, measureFrom, seconds));
    }
  }

  private static Load.Measured latencies(Map<UUID, Long> since, Map<UUID, Long> seen, long measureFrom, int seconds) {
    long[] nanos =
        since.entrySet().stream()
            .filter(entry -> entry.getValue() >= measureFrom)
            .mapToLong(entry -> seen.getOrDefault(entry.getKey(), Long.MAX_VALUE) - entry.getValue())
            .sorted()
            .toArray();
    return new Load.Measured(nanos, seconds, 1);
  }
}
