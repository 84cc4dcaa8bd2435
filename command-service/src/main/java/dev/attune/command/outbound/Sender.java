package dev.attune.command.outbound;

import dev.attune.command.outbound.Outbox.Page;
import dev.attune.command.outbound.Run.Outgoing;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.avro.RelayedCodec;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Hands events to a producer, as records of a topic. */
final class Sender {

  private final Producer<byte[], byte[]> producer;
  private final Runnable acknowledged;
  private final RelayedCodec codec = new RelayedCodec();

  /**
   * @param acknowledged run for each record that the brokers have taken
   */
  Sender(Producer<byte[], byte[]> producer, Runnable acknowledged) {
    this.producer = producer;
    this.acknowledged = acknowledged;
  }

  /** Returns before it is acknowledged; the page is told when it is. */
  void send(Outgoing record, Page page) {
    Envelope envelope = record.envelope();
    byte[] value = codec.encode(new Relayed(envelope, record.previous()));
    producer.send(
        new ProducerRecord<>(
            record.topic(), record.partition(), envelope.recordedAt().toEpochMilli(), key(envelope.stream()), value),
        (metadata, error) -> {
          if (error == null) {
            acknowledged.run();
          }
          page.acknowledged(
              Pauses.isForGood(error) ? new RefusedException(record.topic(), envelope.position(), error) : error);
        });
  }

  private static byte[] key(UUID stream) {
    return ByteBuffer.allocate(16)
        .putLong(stream.getMostSignificantBits())
        .putLong(stream.getLeastSignificantBits())
        .array();
  }
}
