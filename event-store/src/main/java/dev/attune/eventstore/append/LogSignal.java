package dev.attune.eventstore.append;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells the feeds of this node at once what its appender has committed; other nodes' commits they find by polling.
 * Thread-safe.
 */
public final class LogSignal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition advanced = lock.newCondition();
  private long position;

  /** Everything up to the position is committed. */
  public void advance(long committed) {
    lock.lock();
    try {
      if (committed > position) {
        position = committed;
        advanced.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something behind the position is known to be committed, at most the given time.
   *
   * @return whether it is
   */
  public boolean awaitBeyond(long known, long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (position <= known && left > 0) {
        left = advanced.awaitNanos(left);
      }
      return position > known;
    } finally {
      lock.unlock();
    }
  }
}
