package dev.attune.query.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Records of a poll, in portions that are folded one after the other.
 *
 * @param all portions, each of pieces of one partition or several
 * @param left offsets of the first records that are in none, of the partitions that have some
 */
record Portions(List<List<Piece>> all, Map<TopicPartition, Long> left) {

  /** Records of one partition, in their order. */
  record Piece(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {}

  /**
   * @param room for so many records in all; those beyond are left
   * @param most records of a portion
   */
  static Portions of(ConsumerRecords<byte[], byte[]> polled, int room, int most) {
    Portions portions = new Portions(new ArrayList<>(), new HashMap<>());
    int free = room;
    int space = 0;
    for (TopicPartition partition : polled.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
      int wanted = Math.min(free, records.size());
      for (int from = 0; from < wanted; ) {
        if (space == 0) {
          portions.all.add(new ArrayList<>());
          space = most;
        }
        int to = from + Math.min(space, wanted - from);
        portions.all.getLast().add(new Piece(partition, records.subList(from, to)));
        space -= to - from;
        from = to;
      }
      free -= wanted;
      if (wanted < records.size()) {
        portions.left.put(partition, records.get(wanted).offset());
      }
    }
    return portions;
  }
}
