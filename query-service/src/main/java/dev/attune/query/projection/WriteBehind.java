package dev.attune.query.projection;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * One batch that is being written while the next one is folded. Whatever reads the store, saves a checkpoint or writes
 * something else has to {@link #await} it first. Confined to the generation's thread, but for the write itself.
 */
final class WriteBehind {

  private @Nullable FutureTask<Void> pending;

  /** Begins to write once the batch before is written; fails as {@link #await} does. */
  void write(Runnable batch) {
    await();
    FutureTask<Void> task = new FutureTask<>(batch, null);
    pending = task;
    Thread.ofVirtual().name("projection-write").start(task);
  }

  /** Waits until everything is acknowledged; throws what the write threw, once. */
  void await() {
    FutureTask<Void> task = pending;
    if (task != null) {
      try {
        task.get();
        pending = null;
      } catch (ExecutionException e) {
        pending = null;
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OvertakenException("Interrupted while a batch is written");
      }
    }
  }

  /** Tells of a write that is over and failed; waits for nothing. */
  void look() {
    FutureTask<Void> task = pending;
    if (task != null && task.isDone()) {
      await();
    }
  }

  /** Waits for the end of the write, whatever it comes to. */
  void abandon() {
    try {
      await();
    } catch (RuntimeException e) {
      // everything begins at the stored checkpoint again, so that it does not matter what is written
    }
  }
}
