package dev.attune.eventstore.read;

import dev.attune.eventstore.append.StreamHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The state of a stream at one of its events, as it is kept beside the log.
 *
 * @param kind what the state is of
 * @param revision of the bytes and of the fold
 * @param at the head that the stream had then
 * @param bytes the state
 * @param checksum CRC32C, as stored
 */
public record StoredSnapshot(String kind, String revision, StreamHead at, byte[] bytes, int checksum) {

  /** With the checksum that it must have. */
  public static StoredSnapshot of(String kind, String revision, StreamHead at, byte[] bytes) {
    return new StoredSnapshot(kind, revision, at, bytes, checksum(kind, revision, at, bytes));
  }

  /** True if nothing of it was changed. */
  public boolean isSound() {
    return checksum == checksum(kind, revision, at, bytes);
  }

  /** What tells it from the one that takes its place. */
  public Id id() {
    return new Id(at.version(), checksum);
  }

  /** The row that was read, but for the revision. */
  public record Id(long version, int checksum) {}

  private static int checksum(String kind, String revision, StreamHead at, byte[] bytes) {
    UUID stream = at.stream();
    CRC32C checksum = new CRC32C();
    checksum.update(ByteBuffer.allocate(24)
        .putLong(stream.getMostSignificantBits())
        .putLong(stream.getLeastSignificantBits())
        .putLong(at.version())
        .flip());
    for (byte[] part :
        new byte[][] {
          kind.getBytes(StandardCharsets.UTF_8), revision.getBytes(StandardCharsets.UTF_8), at.chain(), bytes
        }) {
      checksum.update(ByteBuffer.allocate(4).putInt(part.length).flip());
      checksum.update(part);
    }
    return (int) checksum.getValue();
  }
}
