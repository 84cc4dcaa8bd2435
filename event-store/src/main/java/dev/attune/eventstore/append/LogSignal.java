package dev.attune.eventstore.append;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells readers in this process what was committed: by an appender here, up to which position; elsewhere, only that
 * something was, and only if somebody listens. Thread-safe.
 */
public final class LogSignal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long position;
  private long wakes;
  private volatile boolean listening;

  /** Everything up to the position is committed. */
  public void advance(long committed) {
    lock.lock();
    try {
      if (committed > position) {
        position = committed;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Something may have been committed: whoever waits should look. */
  public void wake() {
    lock.lock();
    try {
      wakes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How often readers were woken; to be asked before one looks, for {@link #awaitBeyond(long, long, long)}. */
  public long wakes() {
    lock.lock();
    try {
      return wakes;
    } finally {
      lock.unlock();
    }
  }

  /** Whether readers are woken by what is committed elsewhere after a quiet while. */
  public boolean isListening() {
    return listening;
  }

  /** Somebody listens, or no longer does. */
  public void listening(boolean now) {
    listening = now;
  }

  /**
   * Waits until something behind the position is known to be committed, at most the given time.
   *
   * @return whether it is
   */
  public boolean awaitBeyond(long known, long nanos) throws InterruptedException {
    return awaitBeyond(known, wakes(), nanos);
  }

  /**
   * As above; ends as well if readers were woken since they were so often.
   *
   * @param woken {@link #wakes} before the reader looked last
   */
  public boolean awaitBeyond(long known, long woken, long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (position <= known && wakes == woken && left > 0) {
        left = changed.awaitNanos(left);
      }
      return position > known;
    } finally {
      lock.unlock();
    }
  }
}
