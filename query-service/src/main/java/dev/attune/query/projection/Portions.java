package dev.attune.query.projection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Records of a poll, in portions that are taken one after the other. */
final class Portions {

  private final Deque<List<Piece>> left = new ArrayDeque<>();
  private final Map<TopicPartition, Long> beyond = new HashMap<>();

  private Portions() {}

  /** Records of one partition, in their order. */
  record Piece(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {}

  /**
   * @param room for so many records in all; those beyond are in no portion
   * @param most records of a portion
   */
  static Portions of(ConsumerRecords<byte[], byte[]> polled, int room, int most) {
    Portions portions = new Portions();
    int free = room;
    int space = 0;
    for (TopicPartition partition : polled.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
      int wanted = Math.min(free, records.size());
      for (int from = 0; from < wanted; ) {
        if (space == 0) {
          portions.left.add(new ArrayList<>());
          space = most;
        }
        int to = from + Math.min(space, wanted - from);
        portions.left.getLast().add(new Piece(partition, records.subList(from, to)));
        space -= to - from;
        from = to;
      }
      free -= wanted;
      if (wanted < records.size()) {
        portions.beyond.put(partition, records.get(wanted).offset());
      }
    }
    return portions;
  }

  boolean isEmpty() {
    return left.isEmpty();
  }

  /** Takes the next portion. */
  List<Piece> next() {
    return left.remove();
  }

  /** Takes all that is left as one portion. */
  List<Piece> all() {
    List<Piece> all = left.stream().flatMap(List::stream).toList();
    left.clear();
    return all;
  }

  /** Offsets of the first records that were not taken, of the partitions that have some. */
  Map<TopicPartition, Long> untaken() {
    Map<TopicPartition, Long> untaken = new HashMap<>();
    left.stream()
        .flatMap(List::stream)
        .forEach(piece -> untaken.putIfAbsent(piece.partition(), piece.records().getFirst().offset()));
    beyond.forEach(untaken::putIfAbsent);
    return untaken;
  }
}
