package dev.attune.contracts.wire;

import java.util.List;

/**
 * An announcement of the relay on the topic {@code attune.progress}: everything up to {@code position} is in the topic.
 *
 * @param position the relay has sent everything up to here, acknowledged by all replicas
 * @param head the last position of the log that the relay has seen; never less than {@code position}
 * @param lastByPartition the last position in each partition; 0 if there is none
 * @param epochs the epochs of the log, oldest first: records of an epoch from the start of a later one on are void
 */
public record Progress(long position, long head, List<Long> lastByPartition, List<EpochStart> epochs) {

  /**
   * @param epoch number of the epoch
   * @param from first position that was given in it
   */
  public record EpochStart(int epoch, long from) {

    /** True if an event of an earlier epoch was lost in the restore that this one began with. */
    public boolean voids(int earlier, long position) {
      return epoch > earlier && position >= from;
    }
  }
}
