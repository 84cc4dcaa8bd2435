package dev.attune.command.outbound;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's clients, set as the relay needs them. */
record Brokers(String bootstrap, String compression) implements Wire {

  @Override
  public Map<String, Object> common() {
    return Map.of(
        "bootstrap.servers", bootstrap,
        "client.id", "attune-relay",
        "default.api.timeout.ms", 10_000,
        "request.timeout.ms", 5_000,
        "reconnect.backoff.max.ms", 500,
        "allow.auto.create.topics", "false",
        "enable.auto.commit", "false",
        "enable.metrics.push", "false");
  }

  @Override
  public Admin admin() {
    return Admin.create(
        Map.of(
            "bootstrap.servers", bootstrap,
            "client.id", "attune-relay",
            "default.api.timeout.ms", 10_000,
            "request.timeout.ms", 5_000,
            "reconnect.backoff.max.ms", 500,
            "enable.metrics.push", "false"));
  }

  /**
   * Sends are tried again for ever, in order: a producer that gave up one batch and went on with the next would leave a
   * hole. Only errors that trying again does not mend come out, and the first of them ends the producer.
   */
  @Override
  public Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.ofEntries(
            Map.entry("bootstrap.servers", bootstrap),
            Map.entry("client.id", "attune-relay"),
            Map.entry("acks", "all"),
            Map.entry("enable.idempotence", "true"),
            Map.entry("max.in.flight.requests.per.connection", 5),
            Map.entry("retries", Integer.MAX_VALUE),
            Map.entry("delivery.timeout.ms", Integer.MAX_VALUE),
            Map.entry("request.timeout.ms", 10_000),
            Map.entry("max.block.ms", 10_000),
            Map.entry("linger.ms", 0),
            Map.entry("batch.size", 64 * 1024),
            // the brokers' limit counts, not ours
            Map.entry("max.request.size", 32 * 1024 * 1024),
            Map.entry("buffer.memory", 64L * 1024 * 1024),
            Map.entry("compression.type", compression),
            Map.entry("reconnect.backoff.max.ms", 500),
            Map.entry("enable.metrics.push", "false")),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  @Override
  public Ends ends() {
    return new TopicEnd(common());
  }
}
