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

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Page> pages = new ArrayDeque<>();
  private final int limit;
  private int records;
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
    private int missing;

    private Page(Written then, int size) {
      this.then = then;
      this.size = size;
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
          written = done.then;
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits for room, and opens a page of so many records. */
  Page open(Written then, int size) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (records > 0 && records + size > limit && failure == null) {
        changed.await();
      }
      Page page = new Page(then, size);
      pages.addLast(page);
      records += size;
      return page;
    } finally {
      lock.unlock();
    }
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
