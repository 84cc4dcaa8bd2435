package dev.attune.infra.bench.views;

import dev.attune.infra.bench.Bench;
import dev.attune.infra.bench.BenchFailedException;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import dev.attune.infra.bench.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Profiles by id over HTTP at a held rate, while nothing else happens and while the profile projection is rebuilt again and
 * again, at full speed and throttled. The first rebuild after a start is told apart: its code is not compiled yet. A read
 * that fails ends the benchmark.
 */
public final class RebuildReadBench implements Bench {

  private static final int RATE = 500;

  /** Until the hot code is compiled: the compiler takes a third of a processor until then. */
  private static final int WARM_UP_SECONDS = 90;
  private static final int THROTTLE = 10_000;

  @Override
  public String name() {
    return "rebuild-read";
  }

  @Override
  public String describe() {
    return "500 profiles by id a second over HTTP, alone and while the profile projection is rebuilt";
  }

  @Override
  public List<Figure> run(BenchRun run) throws InterruptedException {
    try (ViewsStack stack = ViewsStack.ofViews(); FilledTopics topics = new FilledTopics(stack.kafka())) {
      Reading reading = Reading.ofProfiles(stack, topics, run.seed());
      reading.run(RATE, WARM_UP_SECONDS);
      Latencies alone = new Latencies("alone", run.samples());
      reading.run(RATE, run.seconds(), alone);
      List<Figure> figures = new ArrayList<>(alone.figures("alone"));
      whileRebuilt(run, stack, reading, "{}", "first_rebuild", figures);
      whileRebuilt(run, stack, reading, "{}", "rebuilding", figures);
      whileRebuilt(
          run, stack, reading, "{\"throttle\": %d}".formatted(THROTTLE), "throttled_to_" + THROTTLE, figures);
      return figures;
    }
  }

  private static void whileRebuilt(
      BenchRun run, ViewsStack stack, Reading reading, String how, String subject, List<Figure> figures)
      throws InterruptedException {
    AtomicBoolean enough = new AtomicBoolean();
    try (ExecutorService operator = Executors.newSingleThreadExecutor()) {
      Future<Integer> rebuilds = operator.submit(() -> rebuildUntil(stack, how, enough));
      Latencies latencies = new Latencies(subject, run.samples());
      try {
        reading.run(RATE, run.seconds(), latencies);
      } finally {
        enough.set(true);
      }
      figures.addAll(latencies.figures(subject));
      figures.add(Figure.of(subject, "rebuilds", rebuilds.get()));
    } catch (ExecutionException e) {
      throw new BenchFailedException("A rebuild failed: " + e.getCause());
    }
  }

  /** Rebuilds that were begun. */
  private static int rebuildUntil(ViewsStack stack, String how, AtomicBoolean enough) throws InterruptedException {
    int rebuilds = 0;
    while (!enough.get()) {
      int generation = stack.post("/v1/projections/profile/rebuilds", how).path("generation").asInt();
      rebuilds++;
      RebuildBench.settle(stack, "profile", generation);
    }
    return rebuilds;
  }
}
