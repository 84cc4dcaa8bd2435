package dev.attune.infra.bench.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.read.PostgresEventReader;
import dev.attune.infra.bench.Bench;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Commands through Axon's bus to the profile they are for: ours beside stock Axon's aggregates, both warm. */
public final class CommandsBench implements Bench {

  private static final int[] AXON_WRITERS = {16, 32, 64};
  private static final int IN_FLIGHT = 64;
  private static final int MANY_IN_FLIGHT = 1_000;
  private static final int PROFILES = 2_000;

  @Override
  public String name() {
    return "commands";
  }

  @Override
  public String describe() {
    return "commands through Axon's bus, 2,000 warm profiles: ours beside stock Axon (cached aggregates, JDBC engine)";
  }

  @Override
  public List<Figure> run(BenchRun run) throws InterruptedException {
    Payloads payloads = new Payloads();
    List<UUID> profiles = Stream.generate(Payloads::id).limit(PROFILES).toList();
    try (BenchServer server = BenchServer.start()) {
      run.terminal().line(server.describe());
      server.freshLog();
      try (HikariDataSource pool = server.pool(4);
          PostgresAppender appender =
              new PostgresAppender(pool, AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
          AxonStore store = new AxonStore(server, IN_FLIGHT)) {
        OurCommands ours = new OurCommands(appender, new PostgresEventReader(pool), payloads.codec());
        AxonCommands axon = new AxonCommands(store);
        Contest contest =
            new Contest()
                .add(
                    "attune_64",
                    time -> Load.virtual(IN_FLIGHT, time, writer -> ours.send(writer, profiles, payloads)))
                .add(
                    "attune_1000",
                    time -> Load.virtual(MANY_IN_FLIGHT, time, writer -> ours.send(writer, profiles, payloads)));
        for (int writers : AXON_WRITERS) {
          contest.add(
              "stock_axon_" + writers,
              time -> Load.threads(writers, time, writer -> axon.send(writer, profiles, payloads)));
        }
        contest
            .add(
                "stock_axon_1000_virtual",
                time -> Load.virtual(MANY_IN_FLIGHT, time, writer -> axon.send(writer, profiles, payloads)))
            .add(
                "stock_axon_1000_on_64",
                time -> onThreads(time, writer -> axon.send(writer, profiles, payloads)));
        Contest.Result result = contest.run(run);
        List<Figure> figures = new ArrayList<>(result.figures());
        figures.add(
            Figure.of("attune_over_stock_axon", "times", result.best("attune_64") / result.best("stock_axon")));
        figures.add(
            Figure.of(
                "attune_over_stock_axon_1000", "times", result.best("attune_1000") / result.best("stock_axon_1000")));
        return figures;
      }
    }
  }

  /** Many in flight, of which as many are at work as there are connections; the others wait for a thread. */
  private static Load.Measured onThreads(Duration time, Load.Writers work) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(IN_FLIGHT)) {
      return Load.virtual(
          MANY_IN_FLIGHT,
          time,
          number -> {
            Load.Work own = work.writer(number);
            return () -> threads.submit(() -> {
              own.once();
              return number;
            }).get();
          });
    }
  }
}
