package dev.attune.query.projection;

import dev.attune.contracts.wire.Progress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The relay's newest announcement, as far as it has come here. */
public final class Announcements {

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Progress latest;

  /** The newest announcement; null until the first one has come. */
  public @Nullable Progress latest() {
    return latest;
  }

  /** Takes in an announcement. */
  public void announced(Progress progress) {
    latest = progress;
    listeners.forEach(Runnable::run);
  }

  /** Calls back, quickly, on the reading thread, after each announcement. */
  void onAnnouncement(Runnable listener) {
    listeners.add(listener);
  }

  /** The epochs of the log as announced. */
  public Epochs epochs() {
    Progress progress = latest;
    return new Epochs(progress == null ? List.of() : progress.epochs());
  }

  /**
   * The position that a partition has reached, once everything up to {@code applied} is folded: further than that where
   * the relay said that there is nothing more in between.
   */
  long reached(int partition, long applied) {
    Progress progress = latest;
    if (progress == null || partition >= progress.lastByPartition().size()) {
      return applied;
    }
    return applied >= progress.lastByPartition().get(partition) ? Math.max(applied, progress.position()) : applied;
  }
}
