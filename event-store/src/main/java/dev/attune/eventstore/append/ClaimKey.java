package dev.attune.eventstore.append;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What makes two claims the same.
 *
 * @param stored the 16 bytes of the key, with the number of the kind in the four bits where UUIDs have their version: of a
 *     hash 124 bits are left, of a UUID all that tells it from others
 */
public record ClaimKey(UUID stored) {

  private static final long KIND_BITS = 0xF000L;
  private static final int KIND_AT = 12;

  public static ClaimKey of(Claim claim) {
    return of(claim.kind(), claim.key());
  }

  /** @throws IllegalArgumentException if the key has not 16 bytes */
  public static ClaimKey of(Claim.Kind kind, byte[] key) {
    if (key.length != 16) {
      throw new IllegalArgumentException("A claim's key has 16 bytes, not " + key.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(key);
    long high = bytes.getLong();
    return new ClaimKey(new UUID(high & ~KIND_BITS | (long) kind.number() << KIND_AT, bytes.getLong()));
  }
}
