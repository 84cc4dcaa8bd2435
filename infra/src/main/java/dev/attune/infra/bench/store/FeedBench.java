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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/**
 * Until a reader in another process has an event, at a held rate: from the writer's call, from the moment when the database
 * began to commit (by its own record of that), and from the writer's answer, which is less than nothing where the reader was
 * first.
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

  private static final String OURS = "SELECT event_id, %s FROM attune.event";
  private static final String STOCK = "SELECT eventIdentifier::uuid, %s FROM DomainEventEntry";

  /** Stores one event; returns when it is answered. */
  @FunctionalInterface
  private interface Store {
    void store(UUID id, Event event);
  }

  @Override
  public List<Figure> run(BenchRun run) throws InterruptedException {
    Payloads payloads = new Payloads();
    int seconds = Math.max(1, run.seconds() / ROUNDS);
    Map<String, List<FeedTimes.Measured>> measured = new LinkedHashMap<>();
    try (BenchServer server = BenchServer.start("track_commit_timestamp = on\n")) {
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
    measured.forEach((name, rounds) -> figures.addAll(FeedTimes.Measured.figures(name, rounds)));
    return figures;
  }

  private static void add(
      BenchRun run, Map<String, List<FeedTimes.Measured>> to, String name, FeedTimes.Measured measured) {
    measured.keep(run, name);
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

  private static FeedTimes.Measured round(
      BenchServer server, Payloads payloads, Store store, int seconds, String... reader) throws InterruptedException {
    FeedTimes times = new FeedTimes();
    try (FeedProcess process = FeedProcess.start(server, reader);
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      process.awaitReady();
      Random random = new Random(11);
      long measureFrom = FeedTimes.now() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS);
      long begin = System.nanoTime();
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
              times.called(id);
              store.store(id, event);
              times.answered(id);
            });
      }
      writers.shutdown();
      if (!writers.awaitTermination(30, TimeUnit.SECONDS) || times.answered() < events) {
        throw new BenchFailedException("Only " + times.answered() + " of " + events + " events were stored");
      }
      Map<UUID, Long> seen = process.awaitSeen(events);
      return times.measured(server.commits(reader[0].equals("attune") ? OURS : STOCK), seen, measureFrom, seconds);
    }
  }
}
