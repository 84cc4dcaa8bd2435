package dev.attune.query.projection;

import dev.attune.contracts.wire.GapReport;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.GapReportCodec;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the relay what is missing: the one thing that query-service ever sends. Never makes a caller wait; a report that
 * cannot be sent is dropped, as it is repeated while the gap stays. Thread-safe.
 */
public final class GapReporter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GapReporter.class);
  private static final int KEPT = 256;

  private final Brokers brokers;
  private final GapReportCodec codec = new GapReportCodec();
  private final ThreadPoolExecutor sending =
      new ThreadPoolExecutor(
          1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(KEPT), Thread.ofVirtual().name("gap-reports").factory(),
          new ThreadPoolExecutor.DiscardPolicy());
  private @Nullable Producer<byte[], byte[]> producer;

  public GapReporter(Brokers brokers) {
    this.brokers = brokers;
  }

  void report(GapReport report) {
    sending.execute(() -> send(report));
  }

  @Override
  public void close() {
    sending.execute(
        () -> {
          if (producer != null) {
            producer.close(Duration.ZERO);
          }
        });
    sending.shutdown();
  }

  private void send(GapReport report) {
    try {
      Producer<byte[], byte[]> connected = producer == null ? brokers.reporting() : producer;
      producer = connected;
      connected.send(
          new ProducerRecord<>(Topics.GAPS, 0, null, codec.encode(report)),
          (sent, error) -> {
            if (error != null) {
              failed(report, error);
            }
          });
    } catch (KafkaException e) {
      failed(report, e);
    }
  }

  private static void failed(GapReport report, Exception error) {
    LOG.info(
        "The relay could not be told of the gap in partition {} after position {}: {}",
        report.partition(), report.after(), error.getMessage());
  }
}
