package dev.attune.command.outbound;

import java.util.Collections;
import java.util.List;

/**
 * How far a topic is written.
 *
 * @param topic name
 * @param topicId Kafka's id of it: a topic that was deleted and made again has another
 * @param position everything up to here that belongs in the topic is in it, acknowledged
 * @param lastByPartition last position in each partition up to there; 0 if there is none
 */
record Checkpoint(String topic, String topicId, long position, List<Long> lastByPartition) {

  static Checkpoint start(String topic, String topicId, int partitions) {
    return new Checkpoint(topic, topicId, 0, Collections.nCopies(partitions, 0L));
  }
}
