package dev.attune.contracts.wire.avro;

import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.MalformedBytesException;
import dev.attune.contracts.wire.Relayed;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An envelope as the value of a Kafka record: one byte for the format, then Avro binary of {@code
 * wire/relayed/1.avsc}. Stateless. Times are cut to microseconds.
 */
public final class RelayedCodec {

  private static final byte FORMAT = 1;

  public byte[] encode(Relayed relayed) {
    Envelope envelope = relayed.envelope();
    Encoded event = envelope.event();
    BinaryOut out = new BinaryOut();
    out.raw(FORMAT);
    out.whole(envelope.position());
    out.whole(relayed.previous());
    out.whole(envelope.epoch());
    out.uuid(envelope.stream());
    out.whole(envelope.version());
    out.uuid(envelope.eventId());
    out.time(envelope.recordedAt());
    out.time(envelope.occurredAt());
    optional(envelope.correlation(), Scalars.UUID, out);
    optional(envelope.causation(), Scalars.UUID, out);
    optional(envelope.traceparent(), Scalars.TEXT, out);
    out.text(event.name());
    out.whole(event.revision());
    out.bytes(event.data());
    optional(event.sealed(), Scalars.BYTES, out);
    optional(envelope.sealedWith(), Scalars.UUID, out);
    return out.copy(0, out.size());
  }

  /**
   * @throws MalformedBytesException if the value is none of ours, damaged, or of a format newer than this version
   */
  public Relayed decode(byte[] value) {
    try {
      BinaryIn in = Format.open(value, FORMAT);
      Head head = head(in);
      long version = in.whole();
      UUID eventId = in.uuid();
      Instant recordedAt = in.time();
      Instant occurredAt = in.time();
      UUID correlation = in.choice(2) == 0 ? null : in.uuid();
      UUID causation = in.choice(2) == 0 ? null : in.uuid();
      String traceparent = in.choice(2) == 0 ? null : in.text();
      Encoded event = new Encoded(in.text(), in.wholeInt(), in.bytes(), in.choice(2) == 0 ? null : in.bytes());
      UUID sealedWith = in.choice(2) == 0 ? null : in.uuid();
      in.end();
      return new Relayed(
          new Envelope(
              eventId,
              head.stream(),
              version,
              head.position(),
              head.epoch(),
              recordedAt,
              occurredAt,
              correlation,
              causation,
              traceparent,
              event,
              sealedWith),
          head.previous());
    } catch (MalformedBytesException e) {
      throw new MalformedBytesException("A record of the event topic cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Only what says whether the record is to be applied; the rest of the value is not looked at.
   *
   * @throws MalformedBytesException as {@link #decode} does, as far as it reads
   */
  public Head head(byte[] value) {
    try {
      return head(Format.open(value, FORMAT));
    } catch (MalformedBytesException e) {
      throw new MalformedBytesException("A record of the event topic cannot be read: " + e.getMessage(), e);
    }
  }

  private static Head head(BinaryIn in) {
    return new Head(in.whole(), in.whole(), in.wholeInt(), in.uuid());
  }

  private static void optional(@Nullable Object value, Shape shape, BinaryOut out) {
    out.whole(value == null ? 0 : 1);
    if (value != null) {
      shape.write(value, out);
    }
  }

  /**
   * The beginning of a record.
   *
   * @param position number in the log
   * @param previous position of the record before it in the same partition; 0 for the first
   * @param epoch of the log
   * @param stream id of the stream
   */
  public record Head(long position, long previous, int epoch, UUID stream) {}
}
