package dev.attune.eventstore.append;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells readers in this process what was committed: by an appender here, up to which position; elsewhere, only that
 * something was, and only if somebody listens. Thread-safe.
 */
public final class LogSignal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long position;
  private long wakes;
  private int missed;
  private volatile @Nullable Duration look;

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
      missed = 0;
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

  /**
   * From now on readers are woken by what is committed elsewhere after a quiet while. They look once more, for what was
   * committed before that.
   *
   * @param often how often they are to look all the same
   */
  public void listening(Duration often) {
    look = often;
    wake();
  }

  /** Nobody listens any more: readers look again as often as they like. */
  public void deaf() {
    look = null;
    wake();
  }

  /** How often an idle reader is to look; empty if nobody listens. */
  public Optional<Duration> look() {
    return Optional.ofNullable(look);
  }

  /** A reader has found what it should have been woken by. */
  public void missed() {
    lock.lock();
    try {
      missed++;
    } finally {
      lock.unlock();
    }
  }

  /** How often that was so since readers were last woken. */
  public int missedInARow() {
    lock.lock();
    try {
      return missed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something behind the position is known to be committed, or readers were woken; at most the given time.
   *
   * @param woken {@link #wakes} before the reader looked last
   * @return whether something is known to be committed by an appender here
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
