package dev.attune.command.outbound;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Pages of events that were sent and not acknowledged yet, in order, and how far everything is acknowledged.
 * Thread-safe.
 */
final class Outbox {

  /** Well below what the producer has room for: it would give up waiting for more. */
  static final long MOST_BYTES = 24L << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Page> pages = new ArrayDeque<>();
  private final int limit;
  private int records;
  private long weight;
  private boolean alone;
  private Written written;
  private @Nullable Throwable failure;
  private boolean finished;

  /**
   * @param limit most records in flight
   */
  Outbox(int limit, Written written) {
    this.limit = limit;
    this.written = written;
  }

  /**
   * What is acknowledged.
   *
   * @param position everything up to here
   * @param lastByPartition last position in each partition up to there
   * @param definitions last position of the definitions topic up to there
   */
  record Written(long position, List<Long> lastByPartition, long definitions) {}

  /** Records that are acknowledged together. */
  final class Page {

    private final Written then;
    private final int size;
    private final long bytes;
    private int missing;

    private Page(Written then, int size, long bytes) {
      this.then = then;
      this.size = size;
      this.bytes = bytes;
      this.missing = size;
    }

    /** One record of the page was acknowledged, or not. */
    void acknowledged(@Nullable Throwable error) {
      lock.lock();
      try {
        if (error != null) {
          fail(error);
          return;
        }
        missing--;
        while (!pages.isEmpty() && pages.getFirst().missing == 0) {
          Page done = pages.removeFirst();
          records -= done.size;
          weight -= done.bytes;
          alone = alone && !pages.isEmpty();
          written = done.then;
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Waits for room, and opens a page of so many records.
   *
   * @param large nothing may be in flight with it: should it be refused, nothing has been sent that would be sent again
   */
  Page open(Written then, int size, long more, boolean large) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (failure == null && !hasRoom(size, more, large)) {
        changed.await();
      }
      Page page = new Page(then, size, more);
      pages.addLast(page);
      records += size;
      weight += more;
      alone = large;
      return page;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom(int size, long more, boolean large) {
    return pages.isEmpty() || !large && !alone && records + size <= limit && weight + more <= MOST_BYTES;
  }

  /** Waits until more than the position is acknowledged, or something failed, or the time is over. */
  Written awaitBeyond(long position, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (written.position() <= position && failure == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      return written;
    } finally {
      lock.unlock();
    }
  }

  /** What is acknowledged now. */
  Written written() {
    lock.lock();
    try {
      return written;
    } finally {
      lock.unlock();
    }
  }

  /** Records in flight now. */
  int inFlight() {
    lock.lock();
    try {
      return records;
    } finally {
      lock.unlock();
    }
  }

  /** About how many bytes are in flight now. */
  long bytesInFlight() {
    lock.lock();
    try {
      return weight;
    } finally {
      lock.unlock();
    }
  }

  /** Everything was sent and acknowledged, or will not be. */
  void finish() {
    lock.lock();
    try {
      finished = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** True if nothing more will be acknowledged. */
  boolean isOver() {
    lock.lock();
    try {
      return finished || failure != null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing more will be acknowledged, or the time is over. */
  void awaitOver(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!finished && failure == null && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more is to be sent. The first failure stays. */
  void fail(Throwable error) {
    lock.lock();
    try {
      if (failure == null) {
        failure = error;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Nullable Throwable failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything is acknowledged, or something failed, or the time is over. */
  void drain(long millis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!pages.isEmpty() && failure == null && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
