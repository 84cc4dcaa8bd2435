package dev.attune.infra.bench.views;

import dev.attune.infra.bench.Bench;
import dev.attune.infra.bench.BenchFailedException;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import dev.attune.infra.client.Access;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Profiles by id over HTTP at a held rate, while nothing else happens and while the profile projection is rebuilt again and
 * again, at full speed and throttled. A read that fails ends the benchmark.
 */
public final class RebuildReadBench implements Bench {

  private static final int RATE = 500;
  private static final int EVENTS = 100_000;
  private static final int PEOPLE = 5_000;

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
      topics.announce();
      stack.startQueries();
      new ShopHistory(EVENTS, PEOPLE, run.seed()).tell((person, one) ->
          topics.happens(one.stream(), one.event(), one.occurredAt(), one.recordedAt()));
      stack.awaitAll(topics.announce(), 300);
      Access access = stack.access();
      Reading reading = new Reading(URI.create(access.queries() + "/v1/profiles/"), access.readKey(), PEOPLE);
      reading.run(RATE, WARM_UP_SECONDS);
      List<Figure> figures = new ArrayList<>(figures(run, "alone", reading.run(RATE, run.seconds()), 0));
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
      long[] nanos;
      try {
        nanos = reading.run(RATE, run.seconds());
      } finally {
        enough.set(true);
      }
      figures.addAll(figures(run, subject, nanos, rebuilds.get()));
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

  private static List<Figure> figures(BenchRun run, String subject, long[] nanos, int rebuilds) {
    for (int i = 0; i < nanos.length; i++) {
      run.samples().add(subject, i * 1_000_000_000L / RATE, nanos[i]);
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    run.terminal().line(
        String.format(Locale.ROOT, "%s: %,d reads, %d rebuilds, none failed", subject, sorted.length, rebuilds));
    return List.of(
        Figure.of(subject, "count", sorted.length),
        Figure.of(subject, "rebuilds", rebuilds),
        Figure.of(subject, "p50_ms", sorted[sorted.length / 2] / 1e6),
        Figure.of(subject, "p99_ms", sorted[(int) (sorted.length * 0.99)] / 1e6),
        Figure.of(subject, "p999_ms", sorted[(int) (sorted.length * 0.999)] / 1e6));
  }
}
