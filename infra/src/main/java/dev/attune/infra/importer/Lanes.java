package dev.attune.infra.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches side by side. All rows of a person go through the same lane, and a lane has one batch under way at a
 * time:
 * so they are stored in the order of the file. {@link #add} blocks while a lane is full, so memory stays small.
 */
final class Lanes {

  /** Most rows in a batch: what is sent again if its answer gets lost. The service names each rejected row of so many. */
  static final int BATCH = 5_000;

  /** Characters of the file after which a batch is sent early. */
  static final int CHARACTERS = 2_000_000;

  private static final List<Pending> END = List.of();

  private final List<Lane> lanes = new ArrayList<>();
  private final Consumer<List<Pending>> delivery;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  /** @param delivery called by one thread for each lane */
  Lanes(int count, Consumer<List<Pending>> delivery) {
    this.delivery = delivery;
    for (int number = 0; number < count; number++) {
      lanes.add(new Lane("import-lane-" + number));
    }
  }

  /** Takes a row; what a lane failed with is thrown here. */
  void add(Pending row) throws InterruptedException {
    lanes.get(row.lane(lanes.size())).add(row);
  }

  /** Sends the rest and waits until all is answered. */
  void finish() throws InterruptedException {
    for (Lane lane : lanes) {
      lane.flush();
      lane.offer(END);
    }
    for (Lane lane : lanes) {
      lane.thread.join();
    }
    rethrow();
  }

  /** Drops what has not been sent and waits for what is under way. */
  void abandon(RuntimeException reason) throws InterruptedException {
    failure.compareAndSet(null, reason);
    for (Lane lane : lanes) {
      lane.queue.clear();
      lane.queue.offer(END);
      lane.thread.join();
    }
  }

  private void rethrow() {
    RuntimeException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
  }

  private final class Lane {

    private final BlockingQueue<List<Pending>> queue = new ArrayBlockingQueue<>(2);
    private final Thread thread;
    private List<Pending> collected = new ArrayList<>();
    private int characters;

    Lane(String name) {
      this.thread = Thread.ofVirtual().name(name).unstarted(this::work);
      thread.start();
    }

    void add(Pending row) throws InterruptedException {
      collected.add(row);
      characters += row.text().length();
      if (collected.size() >= BATCH || characters >= CHARACTERS) {
        flush();
      }
    }

    void flush() throws InterruptedException {
      if (!collected.isEmpty()) {
        offer(collected);
        collected = new ArrayList<>();
        characters = 0;
      }
    }

    void offer(List<Pending> batch) throws InterruptedException {
      while (!queue.offer(batch, 100, TimeUnit.MILLISECONDS)) {
        rethrow();
      }
    }

    private void work() {
      try {
        for (List<Pending> batch = queue.take(); batch != END; batch = queue.take()) {
          if (failure.get() == null) {
            delivery.accept(batch);
          }
        }
      } catch (RuntimeException e) {
        failure.compareAndSet(null, e);
        queue.clear();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
