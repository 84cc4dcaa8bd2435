package dev.attune.query.projection;

import dev.attune.contracts.wire.Progress.EpochStart;
import java.util.List;

/**
 * Which events count after a restore of the log: those of an epoch from the first position of a later one on were lost
 * with the old database, though the topic still has them.
 *
 * @param starts oldest first
 */
public record Epochs(List<EpochStart> starts) {

  /** True if it is known where the epoch begins. A log that was never restored announces none, or just its first. */
  public boolean knows(int epoch) {
    return starts.isEmpty() || epoch <= starts.getLast().epoch();
  }

  /** True if an event does not count. */
  public boolean voids(int epoch, long position) {
    for (EpochStart start : starts) {
      if (start.voids(epoch, position)) {
        return true;
      }
    }
    return false;
  }
}
