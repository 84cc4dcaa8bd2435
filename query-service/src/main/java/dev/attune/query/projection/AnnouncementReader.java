package dev.attune.query.projection;

import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.ProgressCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the relay's announcements, from the last one on, on a thread of its own. */
public final class AnnouncementReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AnnouncementReader.class);
  private static final TopicPartition PROGRESS = new TopicPartition(Topics.PROGRESS, 0);
  private static final long BACK_OFF_MILLIS = 200;

  private final Brokers brokers;
  private final ProgressCodec codec;
  private final Announcements announcements;
  private final Thread thread;
  private volatile boolean closed;

  public AnnouncementReader(Brokers brokers, ProgressCodec codec, Announcements announcements) {
    this.brokers = brokers;
    this.codec = codec;
    this.announcements = announcements;
    this.thread = Thread.ofPlatform().name("announcements").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try (Consumer<byte[], byte[]> consumer = brokers.reading()) {
        read(consumer);
      } catch (RuntimeException e) {
        LOG.info("The relay's announcements cannot be read yet: {}", e.getMessage());
        try {
          Thread.sleep(BACK_OFF_MILLIS);
        } catch (InterruptedException interrupted) {
          return;
        }
      }
    }
  }

  private void read(Consumer<byte[], byte[]> consumer) {
    consumer.assign(List.of(PROGRESS));
    Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(PROGRESS), Duration.ofSeconds(5));
    consumer.seek(PROGRESS, Math.max(0, ends.getOrDefault(PROGRESS, 0L) - 1));
    while (!closed) {
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(100));
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(PROGRESS);
      if (!records.isEmpty()) {
        announcements.announced(codec.decode(records.getLast().value()));
      }
    }
  }
}
