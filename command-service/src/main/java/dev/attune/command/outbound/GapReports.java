package dev.attune.command.outbound;

import dev.attune.contracts.wire.GapReport;
import dev.attune.contracts.wire.MalformedBytesException;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.GapReportCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic of gap reports from its end on and keeps them for the relay's thread. Reports are repeated while the
 * gap stays, so one that is lost here, or was made while nobody led, is no loss. Thread-safe.
 */
final class GapReports {

  private static final Logger LOG = LoggerFactory.getLogger(GapReports.class);
  private static final TopicPartition GAPS = new TopicPartition(Topics.GAPS, 0);
  private static final int KEPT = 1_000;
  private static final long BACK_OFF_MILLIS = 500;

  private final Map<String, Object> brokers;
  private final String topicId;
  private final BlockingQueue<GapReport> kept = new ArrayBlockingQueue<>(KEPT);
  private final GapReportCodec codec = new GapReportCodec();

  /**
   * @param topicId Kafka's id of the event topic; reports about another one are ignored
   */
  GapReports(Map<String, Object> brokers, String topicId) {
    this.brokers = brokers;
    this.topicId = topicId;
  }

  /** Hands over what has come. */
  void drain(Consumer<GapReport> to) {
    for (GapReport report = kept.poll(); report != null; report = kept.poll()) {
      to.accept(report);
    }
  }

  /** Reads until it is told not to go on, or is interrupted. */
  void follow(BooleanSupplier goOn) {
    while (goOn.getAsBoolean()) {
      try (KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(brokers, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        consumer.assign(List.of(GAPS));
        consumer.seekToEnd(List.of(GAPS));
        while (goOn.getAsBoolean()) {
          consumer.poll(Duration.ofMillis(200)).forEach(this::keep);
        }
      } catch (InterruptException stopped) {
        return;
      } catch (Throwable e) {
        // errors as well: consumers would report in vain
        LOG.info("Reports of gaps cannot be read yet: {}", e.toString());
        try {
          Thread.sleep(BACK_OFF_MILLIS);
        } catch (InterruptedException stopped) {
          return;
        }
      }
    }
  }

  private void keep(ConsumerRecord<byte[], byte[]> record) {
    try {
      GapReport report = codec.decode(record.value());
      if (!report.topicId().equals(topicId)) {
        LOG.warn(
            "A report of a gap in partition {} after position {} is ignored: it is about topic id {}, not {}",
            report.partition(), report.after(), report.topicId(), topicId);
      } else if (!kept.offer(report)) {
        LOG.debug("More reports of gaps than can be kept");
      }
    } catch (MalformedBytesException | NullPointerException e) {
      LOG.warn("The record at offset {} of topic {} is ignored: {}", record.offset(), Topics.GAPS, e.getMessage());
    }
  }
}
