package dev.attune.infra.torture.log;

import dev.attune.infra.torture.Interruption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Writers at work, each with a node that it prefers. */
final class Writers implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> working = new ArrayList<>();
  private volatile boolean over;

  private Writers() {}

  static Writers start(LogWriter.Scene scene, int ofEachNode, long seed) {
    Writers writers = new Writers();
    for (int i = 0; i < ofEachNode * scene.nodes().size(); i++) {
      LogWriter writer = new LogWriter(scene, i % scene.nodes().size(), new Random(seed + i + 1));
      writers.working.add(writers.threads.submit(() -> writers.work(writer)));
    }
    return writers;
  }

  /** Lets each bring its message to an end, and says who could not. */
  List<String> finish() {
    over = true;
    List<String> complaints = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Future<?> each : working) {
      try {
        each.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        complaints.add("halt: a writer has no answer " + PATIENCE.toSeconds() + " s after the last strike");
      } catch (ExecutionException e) {
        complaints.add("broken: a writer failed: " + e.getCause());
      } catch (InterruptedException e) {
        throw Interruption.of(e);
      }
    }
    return complaints;
  }

  @Override
  public void close() {
    over = true;
    threads.shutdownNow();
  }

  private void work(LogWriter writer) {
    while (!over) {
      writer.message();
    }
  }
}
