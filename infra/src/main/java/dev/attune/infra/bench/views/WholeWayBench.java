package dev.attune.infra.bench.views;

import dev.attune.infra.bench.Bench;
import dev.attune.infra.bench.BenchFailedException;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import dev.attune.infra.client.Answer;
import dev.attune.infra.client.CommandApi;
import dev.attune.infra.client.Interaction;
import dev.attune.infra.client.Patience;
import dev.attune.infra.client.SourceKeys;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * The highest rate that goes the whole way, from HTTP batches to the views, without the lag growing: in steps, each from
 * a standing start. A step holds if the batches are answered on schedule and the profile projection is at its end no more
 * than a second of events behind.
 */
public final class WholeWayBench implements Bench {

  private static final int[] RATES = {1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 8_000, 10_000};
  private static final int BATCH = 100;
  private static final int WRITERS = 4;
  private static final int PEOPLE = 5_000;
  private static final int VIEWS_OF_A_SESSION = 8;

  /** Until the hot code is compiled: the compiler takes a third of a processor until then. */
  private static final int WARM_UP_SECONDS = 60;

  /** Those that give way come later than the profile. */
  private static final int ALL_VIEWS_SECONDS = 1_800;
  private static final double ON_SCHEDULE = 0.97;

  @Override
  public String name() {
    return "whole-way";
  }

  @Override
  public String describe() {
    return "the highest rate from HTTP batches of 100 to the profile view with the lag not growing";
  }

  /**
   * What a step came to.
   *
   * @param achieved events a second that were acknowledged
   * @param lag events that were not readable at its end
   * @param drainNanos until they all were
   * @param allNanos until all other views had them as well
   */
  private record Step(int rate, double achieved, long lag, long drainNanos, long allNanos) {
    boolean holds() {
      return achieved >= rate * ON_SCHEDULE && lag <= rate;
    }
  }

  @Override
  public List<Figure> run(BenchRun run) throws InterruptedException {
    try (ViewsStack stack = ViewsStack.whole();
        CommandApi commands = new CommandApi(stack.access(), Patience.NORMAL)) {
      String key = new SourceKeys(commands, stack.access()).of("bench-whole-way")
          .orElseThrow(() -> new BenchFailedException("There is no write key"));
      Random random = new Random(run.seed());
      int[] views = new int[PEOPLE];
      Supplier<List<Interaction>> batches = () -> batch(random, views);
      step(stack, commands, key, batches, RATES[0], WARM_UP_SECONDS);
      run.terminal().line("warmed up");
      int seconds = Math.max(5, run.seconds() / 2);
      List<Figure> figures = new ArrayList<>();
      Step best = new Step(0, 0, 0, 0, 0);
      for (int rate : RATES) {
        Step step = step(stack, commands, key, batches, rate, seconds);
        run.samples().add("lag_events_at_" + rate, rate, step.lag());
        run.samples().add("drain_after_" + rate, rate, step.drainNanos());
        run.terminal().line(
            ("%,d events/s wanted: %,.0f acknowledged, %,d behind at the end, read after %.2f s,"
                + " in all views after %.2f s: %s")
                .formatted(
                    rate, step.achieved(), step.lag(), step.drainNanos() / 1e9, step.allNanos() / 1e9,
                    step.holds() ? "holds" : "does not"));
        if (!step.holds()) {
          figures.add(Figure.of("attune", "first_not_held", rate));
          break;
        }
        best = step;
      }
      figures.add(Figure.of("attune", "held_events_per_second", best.achieved()));
      figures.add(Figure.of("attune", "lag_events_at_the_end", best.lag()));
      return figures;
    }
  }

  private static Step step(
      ViewsStack stack, CommandApi commands, String key, Supplier<List<Interaction>> batch, int rate, int seconds)
      throws InterruptedException {
    int batches = rate * seconds / BATCH;
    List<List<Interaction>> all = new ArrayList<>(batches);
    for (int i = 0; i < batches; i++) {
      all.add(batch.get());
    }
    AtomicInteger next = new AtomicInteger();
    AtomicLong head = new AtomicLong();
    long begin = System.nanoTime();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writing = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        writing.add(writers.submit(() -> {
          for (int i = next.getAndIncrement(); i < batches; i = next.getAndIncrement()) {
            LockSupport.parkNanos(begin + i * TimeUnit.SECONDS.toNanos(BATCH) / rate - System.nanoTime());
            Answer answer = commands.interactions(key, all.get(i));
            head.accumulateAndGet(Long.parseLong(answer.position().orElse("0")), Math::max);
          }
        }));
      }
      for (Future<?> one : writing) {
        one.get();
      }
    } catch (java.util.concurrent.ExecutionException e) {
      throw new BenchFailedException("A batch was not taken: " + e.getCause());
    }
    long end = System.nanoTime();
    long lag = Math.max(0, head.get() - position(stack));
    ViewsStack.await(300, () -> position(stack) >= head.get(), "The views did not catch up");
    long drained = System.nanoTime() - end;
    stack.awaitAll(head.get(), ALL_VIEWS_SECONDS);
    return new Step(rate, (double) batches * BATCH * 1e9 / (end - begin), lag, drained, System.nanoTime() - end);
  }

  private static long position(ViewsStack stack) {
    for (JsonNode one : stack.get("/v1/projections")) {
      if (one.path("name").asString().equals("profile")) {
        return Long.parseLong(one.path("position").asString());
      }
    }
    return 0;
  }

  private static List<Interaction> batch(Random random, int[] views) {
    List<Interaction> batch = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      // some do far more than others
      int person = (int) (PEOPLE * Math.pow(random.nextDouble(), 3));
      int product = random.nextInt(5_000);
      batch.add(new Interaction(
          "m-" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()),
          Map.of("user", "u-" + person), "product_view", "s-" + person + "-" + views[person]++ / VIEWS_OF_A_SESSION, null,
          Map.of("product_id", "P-" + product, "category", "c-" + product % 12, "brand", "b-" + product % 8,
              "price", BigDecimal.valueOf(499 + product, 2), "currency", "EUR")));
    }
    return batch;
  }
}
