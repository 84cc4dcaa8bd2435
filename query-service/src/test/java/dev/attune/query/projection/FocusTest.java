package dev.attune.query.projection;

import dev.attune.contracts.wire.Progress;
import dev.attune.contracts.wire.Progress.EpochStart;
import dev.attune.contracts.wire.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which partitions are read, of eight with a hundred thousand positions. */
class FocusTest {

  private static final int PARTITIONS = 8;
  private static final long TARGET = 100_000;

  private final Announcements announcements = new Announcements();
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final List<Integer> finished = new ArrayList<>();
  private final Focus focus = new Focus(announcements, TARGET, finished::add);

  FocusTest() {
    announcements.announced(
        new Progress(TARGET, TARGET, Collections.nCopies(PARTITIONS, TARGET), List.of(new EpochStart(1, 1))));
    consumer.assign(IntStream.range(0, PARTITIONS).mapToObj(FocusTest::number).toList());
  }

  private static TopicPartition number(int partition) {
    return new TopicPartition(Topics.EVENTS, partition);
  }

  private static List<AssignedPartition> at(long... positions) {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(partition -> new AssignedPartition(
            partition, new Checkpoint(partition, positions[partition], 0, 1, "topic"), "topic", null))
        .toList();
  }

  @Test
  void fourAreReadAtATimeAndThoseThatAreDone() {
    focus.narrow(consumer, at(TARGET, 10, 10, 10, 10, 0, 0, 0));
    assertThat(consumer.paused()).containsExactlyInAnyOrder(number(5), number(6), number(7));
  }

  @Test
  void whatIsReadToItsEndIsToldOnceEachTime() {
    focus.narrow(consumer, at(10, 10, 10, 10, 0, 0, 0, 0));
    assertThat(finished).isEmpty();
    focus.narrow(consumer, at(TARGET, 10, 10, 10, 0, 0, 0, 0));
    focus.narrow(consumer, at(TARGET, 10, TARGET, 10, 0, 0, 0, 0));
    assertThat(finished).containsExactly(0, 2);
    focus.narrow(consumer, at(10, 10, TARGET, 10, 0, 0, 0, 0));
    focus.narrow(consumer, at(TARGET, 10, TARGET, 10, 0, 0, 0, 0));
    assertThat(finished).as("another owner had left an older checkpoint").containsExactly(0, 2, 0);
  }

  @Test
  void nearTheEndAllAreReadAndNothingIsForgotten() {
    focus.narrow(consumer, at(TARGET, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000));
    assertThat(consumer.paused()).isEmpty();
    assertThat(finished).isEmpty();
  }
}
