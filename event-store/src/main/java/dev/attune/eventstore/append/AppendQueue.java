package dev.attune.eventstore.append;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Units that wait for the appender's thread: bounded in number and bytes. Thread-safe. */
final class AppendQueue {

  /** What became of units that were offered. */
  enum Offer {
    ACCEPTED,
    FULL,
    CLOSED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Deque<QueuedUnit> waiting = new ArrayDeque<>();
  private final AppenderOptions limits;
  private long bytes;
  private int wanted = 1;
  private boolean closed;

  AppendQueue(AppenderOptions limits) {
    this.limits = limits;
  }

  /** Takes all of them or none. */
  Offer offer(List<QueuedUnit> units) {
    long more = 0;
    for (QueuedUnit unit : units) {
      more += unit.bytes();
    }
    lock.lock();
    try {
      if (closed) {
        return Offer.CLOSED;
      }
      // One unit always fits into an empty queue, however large.
      boolean full = waiting.size() + units.size() > limits.queuedUnits() || bytes + more > limits.queuedBytes();
      if (full && !waiting.isEmpty()) {
        return Offer.FULL;
      }
      int before = waiting.size();
      waiting.addAll(units);
      bytes += more;
      if (before < wanted && waiting.size() >= wanted) {
        filled.signal();
      }
      return Offer.ACCEPTED;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a batch; an empty one means that the queue is closed and empty.
   *
   * @param expected how many units to wait for a little, once there is one
   * @param linger for how long, in nanoseconds
   */
  List<QueuedUnit> take(int expected, long linger) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = linger;
      wanted = left > 0 ? Math.min(expected, limits.batchEvents()) : 1;
      while (waiting.size() < wanted && left > 0 && !closed) {
        left = filled.awaitNanos(left);
      }
      wanted = 1;
      while (waiting.isEmpty() && !closed) {
        filled.await();
      }
      List<QueuedUnit> batch = new ArrayList<>(Math.min(waiting.size(), limits.batchEvents()));
      int events = 0;
      long batchBytes = 0;
      while (!waiting.isEmpty()) {
        QueuedUnit next = waiting.getFirst();
        events += next.events();
        batchBytes += next.bytes();
        if (!batch.isEmpty() && (events > limits.batchEvents() || batchBytes > limits.batchBytes())) {
          break;
        }
        batch.add(waiting.removeFirst());
        bytes -= next.bytes();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Puts units that must wait for the next batch back to the front. */
  void putBack(List<QueuedUnit> units) {
    lock.lock();
    try {
      for (int i = units.size() - 1; i >= 0; i--) {
        waiting.addFirst(units.get(i));
        bytes += units.get(i).bytes();
      }
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses new units, and hands out all that wait. */
  List<QueuedUnit> end() {
    lock.lock();
    try {
      closed = true;
      List<QueuedUnit> left = new ArrayList<>(waiting);
      waiting.clear();
      bytes = 0;
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses new units; those that wait are still handed out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
