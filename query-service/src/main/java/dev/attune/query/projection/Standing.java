package dev.attune.query.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where a projection stands, as far as this instance folds it: written by the projection's thread, read by requests.
 * Positions count as soon as their documents are acknowledged.
 */
final class Standing {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition wanted = lock.newCondition();
  private final Map<Integer, Long> applied = new HashMap<>();
  private final Map<Integer, String> troubles = new HashMap<>();
  private @Nullable Generation generation;
  private long target = Long.MAX_VALUE;
  private boolean caughtUp;
  private long changes;
  private int waiting;

  /** A generation is carried on from now. */
  void begin(Generation live, long head) {
    change(
        () -> {
          generation = live;
          target = head;
          caughtUp = false;
          applied.clear();
          troubles.clear();
        });
  }

  /** The generation is over: nothing can be answered until the next one has caught up. */
  void end() {
    change(
        () -> {
          generation = null;
          target = Long.MAX_VALUE;
          caughtUp = false;
          applied.clear();
          troubles.clear();
        });
  }

  /** Everything up to these positions is readable. */
  void applied(Map<Integer, Long> positions) {
    change(() -> applied.putAll(positions));
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

  /** The projection has reached the head that was announced when it began. */
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
      return new Snapshot(generation, target, caughtUp, Map.copyOf(applied), Map.copyOf(troubles));
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

  /** Waits so long, or until a request waits for a change. */
  void awaitRequest(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (waiting == 0 && left > 0) {
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
   * A moment of it.
   *
   * @param generation that is folded; null if none is yet
   * @param target head that was announced when it began
   * @param caughtUp it has reached that
   * @param applied last position folded, by partition that this instance folds
   * @param troubles what keeps partitions from going on
   */
  record Snapshot(
      @Nullable Generation generation,
      long target,
      boolean caughtUp,
      Map<Integer, Long> applied,
      Map<Integer, String> troubles) {}
}
