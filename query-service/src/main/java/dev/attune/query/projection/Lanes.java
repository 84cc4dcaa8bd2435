package dev.attune.query.projection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does parts of a large batch side by side: the caller's thread and others take one after the other. Platform threads, so
 * that a long part takes no processor away from requests for good. Thread-safe.
 *
 * @param count how many at a time
 */
record Lanes(int count) {

  /** One after the other. */
  static final Lanes ONE = new Lanes(1);

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("lane-", 1).daemon().factory());

  /**
   * @param wanted 0: half as many as there are processors, one to four
   */
  static Lanes of(int wanted) {
    return new Lanes(wanted > 0 ? wanted : Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4));
  }

  /**
   * Does all, unless one fails: then what has not begun is left out. When it returns or throws, nothing is under way.
   *
   * @return what came of each, in their order
   */
  <T> List<T> all(List<Supplier<T>> parts) {
    int helpers = Math.min(count, parts.size()) - 1;
    if (helpers <= 0) {
      return parts.stream().map(Supplier::get).toList();
    }
    Work<T> work = new Work<>(parts);
    CountDownLatch done = new CountDownLatch(helpers);
    for (int helper = 0; helper < helpers; helper++) {
      THREADS.execute(
          () -> {
            work.go();
            done.countDown();
          });
    }
    work.go();
    await(done);
    return work.results();
  }

  /** Whoever waits would otherwise go on while others still write. */
  private static void await(CountDownLatch done) {
    boolean interrupted = false;
    while (done.getCount() > 0) {
      try {
        done.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Work<T> {

    private final List<Supplier<T>> parts;
    private final List<@Nullable T> results;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Work(List<Supplier<T>> parts) {
      this.parts = parts;
      this.results = new ArrayList<>(Collections.nCopies(parts.size(), null));
    }

    void go() {
      for (int part = next.getAndIncrement(); part < parts.size() && failure.get() == null; part = next.getAndIncrement()) {
        try {
          T result = parts.get(part).get();
          synchronized (results) {
            results.set(part, result);
          }
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        }
      }
    }

    List<T> results() {
      Throwable failed = failure.get();
      if (failed instanceof RuntimeException e) {
        throw e;
      }
      if (failed instanceof Error e) {
        throw e;
      }
      synchronized (results) {
        return List.copyOf(results);
      }
    }
  }
}
