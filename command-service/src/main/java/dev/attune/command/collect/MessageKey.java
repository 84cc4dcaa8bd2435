package dev.attune.command.collect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;

/** The unique key of a message: the first 16 bytes of SHA-256 of the source's 16 bytes and the message id in UTF-8. */
final class MessageKey {

  private MessageKey() {}

  static byte[] of(UUID source, String messageId) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          ByteBuffer.allocate(16)
              .putLong(source.getMostSignificantBits())
              .putLong(source.getLeastSignificantBits())
              .flip());
      return Arrays.copyOf(digest.digest(messageId.getBytes(StandardCharsets.UTF_8)), 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
