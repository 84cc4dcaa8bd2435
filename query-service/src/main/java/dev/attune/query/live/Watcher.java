package dev.attune.query.live;

import dev.attune.query.projection.Generation;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One who waits for changes of a profile. */
final class Watcher {

  private final UUID profile;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Reached reached;

  Watcher(UUID profile) {
    this.profile = profile;
  }

  /** The document of the profile is at a position. */
  record Reached(Generation generation, long position) {}

  UUID profile() {
    return profile;
  }

  void reached(Reached now) {
    lock.lock();
    try {
      if (!now.equals(reached)) {
        reached = now;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the document is beyond a position; null if it is not in time. */
  @Nullable Reached await(long position, long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      Reached now = reached;
      while ((now == null || now.position() <= position) && left > 0) {
        left = changed.awaitNanos(left);
        now = reached;
      }
      return now == null || now.position() <= position ? null : now;
    } finally {
      lock.unlock();
    }
  }
}
