package dev.attune.query.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where a generation stands, as far as this instance folds it: written by the generation's thread, read by requests.
 * Positions count as soon as their documents are acknowledged.
 */
final class Standing {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition wanted = lock.newCondition();
  private final Map<Integer, Long> applied = new HashMap<>();
  private final Map<Integer, String> troubles = new HashMap<>();
  private final Generation generation;
  private final Rate rate = new Rate(System::nanoTime);
  private final Rate together = new Rate(System::nanoTime);
  private long target = Long.MAX_VALUE;
  private boolean caughtUp;
  private Progress progress = new Progress(0, 0);
  private volatile int parked;
  private long changes;
  private int waiting;
  private boolean hurried;

  Standing(Generation generation) {
    this.generation = generation;
  }

  Generation generation() {
    return generation;
  }

  /** It is carried on from now; nothing is answered from it before it has reached the head. */
  void begin(long head) {
    change(
        () -> {
          target = head;
          caughtUp = false;
          applied.clear();
          troubles.clear();
        });
  }

  /** It is not carried on: nothing can be answered from it. */
  void end() {
    begin(Long.MAX_VALUE);
  }

  /** Everything up to these positions is readable. */
  void applied(Map<Integer, Long> positions) {
    change(() -> applied.putAll(positions));
  }

  /** So many events were folded here. */
  void folded(int events) {
    rate.count(events);
  }

  /** Events of so many keys are parked in the partitions that are folded here. */
  void parked(int keys) {
    if (parked != keys) {
      change(() -> parked = keys);
    }
  }

  /** How far all instances are together. */
  void progressed(Progress now) {
    change(
        () -> {
          together.count(Math.max(0, progress.total() == 0 ? 0 : now.done() - progress.done()));
          progress = now;
        });
  }

  /** What keeps a partition from going on; null for nothing. */
  void trouble(int partition, @Nullable String what) {
    change(
        () -> {
          if (what == null) {
            troubles.remove(partition);
          } else {
            troubles.put(partition, what);
          }
        });
  }

  /** Other instances fold these from now on. */
  void revoked(Collection<Integer> partitions) {
    change(
        () -> {
          applied.keySet().removeAll(Set.copyOf(partitions));
          troubles.keySet().removeAll(Set.copyOf(partitions));
        });
  }

  /** It has reached the head that was announced when it began. */
  void caughtUp() {
    change(() -> caughtUp = true);
  }

  /** Wakes those who wait. */
  void changed() {
    change(() -> {});
  }

  Snapshot snapshot() {
    lock.lock();
    try {
      return new Snapshot(
          target, caughtUp, Map.copyOf(applied), Map.copyOf(troubles), parked, progress, rate.perSecond(), together.perSecond());
    } finally {
      lock.unlock();
    }
  }

  boolean isCaughtUp() {
    lock.lock();
    try {
      return caughtUp;
    } finally {
      lock.unlock();
    }
  }

  /** Last position folded in a partition; null if another instance folds it. */
  @Nullable Long applied(int partition) {
    lock.lock();
    try {
      return applied.get(partition);
    } finally {
      lock.unlock();
    }
  }

  /** True if this instance folds all partitions. */
  boolean foldsAll() {
    lock.lock();
    try {
      return applied.size() == generation.partitions();
    } finally {
      lock.unlock();
    }
  }

  /** Number of changes so far, for {@link #await}. */
  long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there was a change since {@link #changes} was asked, at most so long. */
  void await(long seen, long nanos) throws InterruptedException {
    lock.lock();
    waiting++;
    try {
      wanted.signalAll();
      long left = nanos;
      while (changes == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      waiting--;
      lock.unlock();
    }
  }

  /** Ends {@link #awaitRequest}, now and for ever. */
  void hurry() {
    lock.lock();
    try {
      hurried = true;
      wanted.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** True once {@link #hurry} was called. */
  boolean isHurried() {
    lock.lock();
    try {
      return hurried;
    } finally {
      lock.unlock();
    }
  }

  /** Waits so long, or until a request waits for a change. */
  void awaitRequest(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (waiting == 0 && !hurried && left > 0) {
        left = wanted.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How far a generation is, in records of the topic: one that was sent twice counts twice.
   *
   * @param done records that were read
   * @param total records that are there
   */
  record Progress(long done, long total) {}

  /**
   * A moment of it.
   *
   * @param target head that was announced when it began
   * @param caughtUp it has reached that
   * @param applied last position folded, by partition that this instance folds
   * @param troubles what keeps partitions from going on
   * @param parked keys of which events are parked, in partitions that this instance folds
   * @param progress of all instances together
   * @param perSecond events folded here, over the last five seconds
   * @param perSecondTogether records read by all instances, over the last five seconds
   */
  record Snapshot(
      long target,
      boolean caughtUp,
      Map<Integer, Long> applied,
      Map<Integer, String> troubles,
      int parked,
      Progress progress,
      double perSecond,
      double perSecondTogether) {}
}
