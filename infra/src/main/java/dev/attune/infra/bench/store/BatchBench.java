package dev.attune.infra.bench.store;

import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.infra.bench.Bench;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import java.util.ArrayList;
import java.util.List;

/** Batches of 100 events, as clients post them: ours beside statements of many rows into the same tables. */
public final class BatchBench implements Bench {

  private static final int[] WRITERS = {1, 4, 16};
  private static final int EACH = 100;

  @Override
  public String name() {
    return "batch";
  }

  @Override
  public String describe() {
    return "batches of 100 events: ours (100 units, all checks) beside INSERTs of many rows into the same tables";
  }

  @Override
  public List<Figure> run(BenchRun run) throws InterruptedException {
    Payloads payloads = new Payloads();
    try (BenchServer server = BenchServer.start()) {
      run.terminal().line(server.describe());
      server.freshLog();
      try (PostgresAppender appender =
              new PostgresAppender(server.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
          RawTables raw = new RawTables(server, payloads, WRITERS[WRITERS.length - 1])) {
        Ours ours = new Ours(appender, payloads);
        Contest contest = new Contest();
        for (int writers : WRITERS) {
          contest.add(
              "attune_" + writers, time -> Load.virtual(writers, EACH, time, writer -> ours.batches(writer, EACH)));
          contest.add(
              "raw_rows_" + writers, time -> Load.threads(writers, EACH, time, writer -> raw.rows(writer, EACH)));
        }
        Contest.Result result = contest.run(run);
        List<Figure> figures = new ArrayList<>(result.figures());
        for (int writers : WRITERS) {
          double share = result.best("attune_" + writers) / result.best("raw_rows_" + writers);
          figures.add(Figure.of("attune_over_raw_rows_" + writers, "times", share));
        }
        return figures;
      }
    }
  }
}
