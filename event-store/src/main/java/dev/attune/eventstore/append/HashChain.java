package dev.attune.eventstore.append;

import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.Envelope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The per-stream hash chain and the checksum over an event's stored bytes.
 *
 * <p>Link n is the first 16 bytes of SHA-256(link n-1, canonical bytes of event n); link 0 is zeros. The canonical bytes
 * hold all that the client gave, and neither position, epoch nor recordedAt, which are given under the log's lock.
 */
public final class HashChain {

  private static final byte FORMAT = 1;
  private static final int LINK = 16;

  /** Never used itself: a copy of it costs a fraction of asking for a new one. */
  private static final MessageDigest SHA_256 = newSha256();

  private HashChain() {}

  /** The head that a stream has once these events follow the given one. */
  public static StreamHead after(StreamHead head, List<NewEvent> events) {
    long version = head.version();
    byte[] link = head.chain();
    for (NewEvent event : events) {
      version++;
      link = next(link, canonical(head.stream(), version, event));
    }
    return new StreamHead(head.stream(), version, link);
  }

  /** The head after an event that was read: equal to the stored one if no byte of it was changed. */
  public static StreamHead after(StreamHead head, Envelope stored) {
    return after(head, List.of(asNew(stored)));
  }

  /**
   * What guards an event.
   *
   * @param chain 16 bytes
   * @param checksum CRC32C of the canonical bytes
   */
  public record Link(byte[] chain, int checksum) {}

  /** What must guard an event that was read, behind the head that the stream had before it. */
  public static Link link(StreamHead head, Envelope stored) {
    byte[] canonical = canonical(head.stream(), head.version() + 1, asNew(stored));
    return new Link(next(head.chain(), canonical), checksum(canonical));
  }

  private static NewEvent asNew(Envelope stored) {
    return new NewEvent(
        stored.eventId(),
        stored.event(),
        stored.occurredAt(),
        stored.correlation(),
        stored.causation(),
        stored.traceparent(),
        stored.sealedWith());
  }

  static byte[] next(byte[] link, byte[] canonical) {
    MessageDigest digest = sha256();
    digest.update(link);
    return Arrays.copyOf(digest.digest(canonical), LINK);
  }

  static int checksum(byte[] canonical) {
    CRC32C checksum = new CRC32C();
    checksum.update(canonical, 0, canonical.length);
    return (int) checksum.getValue();
  }

  /**
   * Microseconds since 1970.
   *
   * @throws ArithmeticException beyond the year 294,000
   */
  static long micros(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }

  static byte[] canonical(UUID stream, long version, NewEvent event) {
    Encoded encoded = event.event();
    byte[] name = encoded.name().getBytes(StandardCharsets.UTF_8);
    byte[] trace = utf8(event.traceparent());
    byte[] sealed = encoded.sealed();
    int size = 1 + 1 + 16 + 16 + 8 + 8 + 4;
    size += size(event.correlation()) + size(event.causation()) + size(event.sealedWith());
    size += size(name) + size(trace) + size(encoded.data()) + size(sealed);
    ByteBuffer bytes = ByteBuffer.allocate(size);
    bytes.put(FORMAT).put(present(event, sealed));
    put(bytes, event.eventId());
    put(bytes, stream);
    bytes.putLong(version).putLong(micros(event.occurredAt())).putInt(encoded.revision());
    put(bytes, event.correlation());
    put(bytes, event.causation());
    put(bytes, event.sealedWith());
    put(bytes, name);
    put(bytes, trace);
    put(bytes, encoded.data());
    put(bytes, sealed);
    return bytes.array();
  }

  private static int size(@Nullable UUID id) {
    return id == null ? 0 : 16;
  }

  private static int size(byte @Nullable [] part) {
    return part == null ? 0 : 4 + part.length;
  }

  private static byte present(NewEvent event, byte @Nullable [] sealed) {
    return (byte)
        ((event.correlation() == null ? 0 : 1)
            | (event.causation() == null ? 0 : 2)
            | (event.sealedWith() == null ? 0 : 4)
            | (event.traceparent() == null ? 0 : 8)
            | (sealed == null ? 0 : 16));
  }

  private static byte @Nullable [] utf8(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ByteBuffer bytes, @Nullable UUID id) {
    if (id != null) {
      bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
  }

  private static void put(ByteBuffer bytes, byte @Nullable [] part) {
    if (part != null) {
      bytes.putInt(part.length).put(part);
    }
  }

  private static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      return newSha256();
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }
}
