package dev.attune.command.outbound;

import org.jspecify.annotations.Nullable;

/**
 * How far a copy of the log is.
 *
 * @param topic that is written
 * @param partitions of it
 * @param state how the copy is
 * @param position everything up to here is in the topic, acknowledged
 * @param target the log's last position when the copy was asked for
 * @param eventsPerSecond acknowledged over the last five seconds
 * @param reason why it failed; null if it did not
 */
record CopyStatus(
    String topic,
    int partitions,
    State state,
    long position,
    long target,
    double eventsPerSecond,
    @Nullable String reason) {

  /** How a copy is. */
  enum State {
    /** It is being written. */
    COPYING,
    /** Everything up to the target is in the topic. */
    DONE,
    /** It stopped; asked for again, it goes on from its checkpoint. */
    FAILED
  }
}
