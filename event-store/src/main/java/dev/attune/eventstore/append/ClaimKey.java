package dev.attune.eventstore.append;

import java.nio.ByteBuffer;

/** What makes two claims the same. */
record ClaimKey(Claim.Kind kind, long high, long low) {

  static ClaimKey of(Claim claim) {
    if (claim.key().length != 16) {
      throw new IllegalArgumentException("A claim's key has 16 bytes, not " + claim.key().length);
    }
    ByteBuffer key = ByteBuffer.wrap(claim.key());
    return new ClaimKey(claim.kind(), key.getLong(), key.getLong());
  }
}
