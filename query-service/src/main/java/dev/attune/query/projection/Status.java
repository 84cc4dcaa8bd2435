package dev.attune.query.projection;

import java.util.Map;

/**
 * Where a projection stands.
 *
 * @param projection name
 * @param generation number of the generation that answers; 0 if there is none yet
 * @param position everything up to here is readable: the least that any partition has reached
 * @param head last position of the log that the relay announced
 * @param target head that was announced when it began to catch up
 * @param state how it is
 * @param partitions of the topic
 * @param folding how many of them this instance folds
 * @param eventsPerSecond folded by this instance over the last five seconds
 * @param troubles what keeps partitions from going on, by partition
 * @param parked keys of which events are parked, of the partitions that this instance folds
 */
public record Status(
    String projection,
    int generation,
    long position,
    long head,
    long target,
    State state,
    int partitions,
    int folding,
    double eventsPerSecond,
    Map<Integer, String> troubles,
    int parked) {

  static Status starting(String projection, long head) {
    return new Status(projection, 0, 0, head, head, State.STARTING, 0, 0, 0, Map.of(), 0);
  }

  /** How a projection is. */
  public enum State {
    /** It waits for the relay's first announcement, for Kafka or for the view store. */
    STARTING,
    /** It has not yet reached the head that was announced when it began; it answers no queries. */
    CATCHING_UP,
    /** It follows the log. */
    LIVE,
    /** It is answered from as it stands: this release cannot fold it. */
    READ_ONLY,
    /** Events are missing in a partition; nothing is folded there until they are sent again. */
    GAP,
    /** A record cannot be read or folded; its partition stands still. */
    FAILED
  }

  /** Events of the log that are not readable yet. */
  public long lag() {
    return Math.max(0, head - position);
  }

  /** How much of the way to the target is done, 0 to 100. */
  public double percent() {
    return target <= 0 || position >= target ? 100 : 100.0 * position / target;
  }
}
