package dev.attune.infra.bench.store;

import dev.attune.infra.bench.BenchFailedException;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Writers, each of which begins again as soon as it was answered, and how long each answer took. */
final class Load {

  private static final double NANOS_IN_MILLI = 1e6;
  private static final double NANOS_IN_SECOND = 1e9;

  private Load() {}

  /** One writer's work. */
  @FunctionalInterface
  interface Work {
    void once() throws Exception;
  }

  /** Gives each writer its work. */
  @FunctionalInterface
  interface Writers {
    Work writer(int number);
  }

  /**
   * @param nanos how long each took, sorted
   * @param each how many events one work stores
   */
  record Measured(long[] nanos, double seconds, int each) {

    double perSecond() {
      return nanos.length * (double) each / seconds;
    }

    double millis(double percentile) {
      int at = (int) Math.ceil(percentile / 100 * nanos.length) - 1;
      return nanos.length == 0 ? 0 : nanos[Math.max(0, at)] / NANOS_IN_MILLI;
    }

    List<Figure> figures(String subject) {
      return List.of(
          Figure.of(subject, "per_second", Math.round(perSecond())),
          Figure.of(subject, "p50_ms", millis(50)),
          Figure.of(subject, "p99_ms", millis(99)),
          Figure.of(subject, "p999_ms", millis(99.9)));
    }

    /** Rounds of the same subject as one. */
    static Measured of(List<Measured> rounds) {
      long[] all = rounds.stream().flatMapToLong(round -> Arrays.stream(round.nanos())).sorted().toArray();
      return new Measured(all, rounds.stream().mapToDouble(Measured::seconds).sum(), rounds.getFirst().each());
    }
  }

  /** Virtual threads. */
  static Measured virtual(int writers, Duration time, Writers work) throws InterruptedException {
    return virtual(writers, 1, time, work);
  }

  /** @param each how many events one work stores */
  static Measured virtual(int writers, int each, Duration time, Writers work) throws InterruptedException {
    return run(Executors.newVirtualThreadPerTaskExecutor(), writers, each, time, work);
  }

  /** A thread of the system for each writer, as JDBC is used to. */
  static Measured threads(int writers, Duration time, Writers work) throws InterruptedException {
    return threads(writers, 1, time, work);
  }

  /** @param each how many events one work stores */
  static Measured threads(int writers, int each, Duration time, Writers work) throws InterruptedException {
    return run(Executors.newFixedThreadPool(writers), writers, each, time, work);
  }

  /** Writes the raw samples. */
  static void keep(BenchRun run, String what, Measured measured) {
    for (int i = 0; i < measured.nanos().length; i++) {
      run.samples().add(what, i, measured.nanos()[i]);
    }
  }

  private static Measured run(ExecutorService threads, int writers, int each, Duration time, Writers work)
      throws InterruptedException {
    long began = System.nanoTime();
    long end = began + time.toNanos();
    List<Future<long[]>> futures = new ArrayList<>();
    try (threads) {
      for (int i = 0; i < writers; i++) {
        Work own = work.writer(i);
        futures.add(threads.submit(() -> repeat(own, end)));
      }
    }
    double seconds = (System.nanoTime() - began) / NANOS_IN_SECOND;
    List<long[]> all = new ArrayList<>();
    try {
      for (Future<long[]> future : futures) {
        all.add(future.get());
      }
    } catch (ExecutionException e) {
      throw (BenchFailedException) new BenchFailedException("A writer failed: " + e.getCause()).initCause(e.getCause());
    }
    long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Measured(nanos, seconds, each);
  }

  private static long[] repeat(Work work, long end) throws Exception {
    long[] nanos = new long[1_024];
    int count = 0;
    for (long begin = System.nanoTime(); begin < end; ) {
      work.once();
      long now = System.nanoTime();
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = now - begin;
      begin = now;
    }
    return Arrays.copyOf(nanos, count);
  }
}
