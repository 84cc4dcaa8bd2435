package dev.attune.command.profile;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The keyed hash of an identity: what claims, caches and logs hold in its place.
 *
 * @param high first 8 bytes
 * @param low last 8 bytes
 */
record IdentityKey(long high, long low) {

  static IdentityKey of(byte[] digest) {
    ByteBuffer bytes = ByteBuffer.wrap(digest);
    return new IdentityKey(bytes.getLong(), bytes.getLong());
  }

  byte[] bytes() {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  String hex() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
