package dev.attune.query.projection;

import dev.attune.query.projection.Portions.Piece;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PortionsTest {

  private static final TopicPartition FIRST = new TopicPartition("events", 1);
  private static final TopicPartition SECOND = new TopicPartition("events", 2);

  /** Five records of one partition, from offset 100, and three of another, from offset 200. */
  private static ConsumerRecords<byte[], byte[]> polled() {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
    records.put(FIRST, records(FIRST, 100, 5));
    records.put(SECOND, records(SECOND, 200, 3));
    return new ConsumerRecords<>(records, Map.of());
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, long from, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(new ConsumerRecord<>(partition.topic(), partition.partition(), from + i, new byte[0], new byte[0]));
    }
    return records;
  }

  private static List<List<Long>> offsets(List<Piece> portion) {
    return portion.stream()
        .map(Piece::records)
        .map(records -> records.stream().map(ConsumerRecord::offset).toList())
        .toList();
  }

  @Test
  void allInOnePortionWhereThereIsRoom() {
    Portions portions = Portions.of(polled(), Integer.MAX_VALUE, Integer.MAX_VALUE);

    assertThat(offsets(portions.next()))
        .isEqualTo(List.of(List.of(100L, 101L, 102L, 103L, 104L), List.of(200L, 201L, 202L)));
    assertThat(portions.isEmpty()).isTrue();
    assertThat(portions.untaken()).isEmpty();
  }

  @Test
  void portionsAreFilledFromOnePartitionAfterTheOther() {
    Portions portions = Portions.of(polled(), Integer.MAX_VALUE, 4);

    assertThat(portions.untaken()).isEqualTo(Map.of(FIRST, 100L, SECOND, 200L));
    assertThat(offsets(portions.next())).isEqualTo(List.of(List.of(100L, 101L, 102L, 103L)));
    assertThat(portions.untaken()).isEqualTo(Map.of(FIRST, 104L, SECOND, 200L));
    assertThat(offsets(portions.next())).isEqualTo(List.of(List.of(104L), List.of(200L, 201L, 202L)));
    assertThat(portions.untaken()).isEmpty();
  }

  @Test
  void whatIsLeftCanBeTakenAtOnce() {
    Portions portions = Portions.of(polled(), Integer.MAX_VALUE, 2);

    assertThat(offsets(portions.next())).isEqualTo(List.of(List.of(100L, 101L)));
    assertThat(offsets(portions.all()))
        .isEqualTo(List.of(List.of(102L, 103L), List.of(104L), List.of(200L), List.of(201L, 202L)));
    assertThat(portions.isEmpty()).isTrue();
  }

  @Test
  void whatIsBeyondTheRoomIsNotTaken() {
    Portions portions = Portions.of(polled(), 2, 4);

    assertThat(offsets(portions.all())).isEqualTo(List.of(List.of(100L, 101L)));
    assertThat(portions.untaken()).isEqualTo(Map.of(FIRST, 102L, SECOND, 200L));
  }

  @Test
  void nothingPolledIsNoPortion() {
    assertThat(Portions.of(ConsumerRecords.empty(), 10, 4).isEmpty()).isTrue();
  }
}
