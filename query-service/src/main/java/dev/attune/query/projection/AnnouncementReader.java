package dev.attune.query.projection;

import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.ProgressCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the relay's announcements, from the last one on. */
public final class AnnouncementReader implements AutoCloseable {

  private static final TopicPartition PROGRESS = new TopicPartition(Topics.PROGRESS, 0);

  private final ProgressCodec codec;
  private final Announcements announcements;
  private final TopicFollower follower;

  public AnnouncementReader(Brokers brokers, ProgressCodec codec, Announcements announcements) {
    this.codec = codec;
    this.announcements = announcements;
    this.follower = new TopicFollower("announcements", brokers, this::read);
  }

  public void start() {
    follower.start();
  }

  @Override
  public void close() {
    follower.close();
  }

  private void read(Consumer<byte[], byte[]> consumer, BooleanSupplier goOn) {
    consumer.assign(List.of(PROGRESS));
    Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(PROGRESS), Duration.ofSeconds(5));
    consumer.seek(PROGRESS, Math.max(0, ends.getOrDefault(PROGRESS, 0L) - 1));
    while (goOn.getAsBoolean()) {
      List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(Duration.ofMillis(100)).records(PROGRESS);
      if (!records.isEmpty()) {
        announcements.announced(codec.decode(records.getLast().value()));
      }
    }
  }
}
