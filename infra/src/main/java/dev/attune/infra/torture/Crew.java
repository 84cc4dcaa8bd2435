package dev.attune.infra.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Threads that share a list of steps, with somebody else at work beside them. */
final class Crew {

  private Crew() {}

  /**
   * Takes all steps, each by one thread, in their order as far as several threads can, and returns when they and the
   * companion are done.
   *
   * @param steps how many
   * @param step called with the number of each, from 0
   * @throws IllegalStateException with what the first that failed threw; the others end then too
   */
  static void work(int threads, int steps, IntConsumer step, Pace pace, Runnable companion) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> working = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads + 1)) {
      working.add(executor.submit(companion));
      for (int thread = 0; thread < threads; thread++) {
        working.add(executor.submit(() -> takeSteps(next, steps, step, pace)));
      }
      for (Future<?> each : working) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      pace.broken(e);
      throw Interruption.of(e);
    }
  }

  private static void takeSteps(AtomicInteger next, int steps, IntConsumer step, Pace pace) {
    try {
      for (int number = next.getAndIncrement(); number < steps; number = next.getAndIncrement()) {
        step.accept(number);
      }
    } catch (RuntimeException | Error e) {
      pace.broken(e);
      throw e;
    }
  }
}
