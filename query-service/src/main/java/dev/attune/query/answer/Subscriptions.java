package dev.attune.query.answer;

import dev.attune.query.problem.Problem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Who listens to changes: not more than the service can bear, and nobody once it stops. Thread-safe. */
public final class Subscriptions implements AutoCloseable {

  private final int most;
  private final Semaphore free;
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * @param most subscribers at a time
   */
  public Subscriptions(int most) {
    this.most = most;
    this.free = new Semaphore(most);
  }

  /**
   * One more; to be followed by {@link #end}.
   *
   * @throws Problem {@code too-many-subscribers}
   */
  public void begin() {
    if (!free.tryAcquire()) {
      throw new Problem(
          Problem.Kind.TOO_MANY_SUBSCRIBERS, "There are %d subscribers here already; try another instance".formatted(most));
    }
  }

  /** One less. */
  public void end() {
    free.release();
  }

  /** How many there are. */
  public int count() {
    return most - free.availablePermits();
  }

  /** False once the service stops. */
  public boolean isOpen() {
    return over.getCount() > 0;
  }

  /** Waits; false if the service stops. */
  public boolean pause(Duration time) throws InterruptedException {
    return !over.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    over.countDown();
  }
}
