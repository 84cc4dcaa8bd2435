package dev.attune.command.outbound;

import java.util.List;

/** How far the partitions of a topic are written, as the brokers tell. */
interface Ends {

  /** The position of the last record of each partition; 0 in an empty one. */
  List<Long> positions(String topic, int partitions);

  /**
   * The greatest position among the last records of a partition: behind it there may be repeats, sent again for a consumer
   * or by a node that was frozen, which are no loss.
   */
  long greatest(String topic, int partition);
}
