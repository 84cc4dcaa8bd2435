package dev.attune.infra.torture.log;

import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.Outcome;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Engines that are slow on purpose, as they could well have been built: the checks of latencies must tell. */
final class Weakened {

  private static final String LOOKING = "now_epoch := (";

  private Weakened() {}

  /**
   * Keeps a row that every append changes, as a counter of positions would be. While a snapshot is open, none of its versions
   * can be cleaned up, and each look for the newest goes through them.
   *
   * @param changes in each append: the more, the sooner it shows
   */
  static void counterRow(LogServer server, int changes) throws SQLException {
    String source = server.value("SELECT pg_get_functiondef('attune.append_batch'::regproc)");
    if (!source.contains(LOOKING)) {
      throw new IllegalStateException("append_batch is not as it was when this was written: no " + LOOKING);
    }
    server.execute("CREATE TABLE attune.torture_head AS SELECT 1 AS id, 0 AS changes");
    server.execute("CREATE UNIQUE INDEX ON attune.torture_head (id)");
    server.execute(
        source.replace(
            LOOKING,
            """
            FOR i IN 1..%d LOOP UPDATE attune.torture_head SET changes = changes + 1 WHERE id = 1; END LOOP;
            """.formatted(changes) + LOOKING));
  }

  /** One lock for all streams: each unit has a commit of its own, and whoever sends many keeps all others waiting. */
  static Appender oneUnitAtATime(Appender engine) {
    return new OneUnitAtATime(engine, Executors.newSingleThreadExecutor());
  }

  private record OneUnitAtATime(Appender engine, ExecutorService line) implements Appender {

    @Override
    public CompletableFuture<Outcome> append(AppendUnit unit) {
      return CompletableFuture.supplyAsync(() -> engine.append(unit).join(), line);
    }

    @Override
    public List<CompletableFuture<Outcome>> appendChain(List<AppendUnit> units) {
      return units.stream().map(this::append).toList();
    }

    @Override
    public void close() {
      line.close();
      engine.close();
    }
  }
}
