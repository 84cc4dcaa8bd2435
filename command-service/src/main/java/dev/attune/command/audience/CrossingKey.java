package dev.attune.command.audience;

import dev.attune.command.audience.Watched.Found;
import dev.attune.core.audience.Crossing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** What makes two crossings the same: whose, of which audience, since when it is watched, and what it came of. */
final class CrossingKey {

  private CrossingKey() {}

  /** The first 16 bytes of SHA-256. */
  static byte[] of(Found found) {
    Crossing crossing = found.crossing();
    long cause =
        crossing.version() > 0 ? crossing.version() : ChronoUnit.MICROS.between(Instant.EPOCH, crossing.at());
    byte[] audience = found.watch().key().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(33 + audience.length)
            .putLong(found.person().getMostSignificantBits())
            .putLong(found.person().getLeastSignificantBits())
            .putLong(found.watch().since())
            .put((byte) (crossing.version() > 0 ? 1 : 0))
            .putLong(cause)
            .put(audience);
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes.array()), 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
