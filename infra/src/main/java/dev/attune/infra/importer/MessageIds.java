package dev.attune.infra.importer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Where the message id of a row comes from: the same id has one effect, for ever. */
enum MessageIds {
  /**
   * From the name of the file, the number of the line and what it says. Equal rows are different messages; to import
   * the
   * same file again, also when it has grown since, stores only what is new.
   */
  LINE,
  /** From what the row says: equal rows are one message, in whatever file they are. */
  CONTENT;

  private static final int BYTES = 16;

  String of(String fileId, Row row) {
    return switch (this) {
      case LINE -> "line-" + row.line() + "-" + hash(fileId, Long.toString(row.line()), row.text());
      case CONTENT -> "row-" + hash(row.text().strip());
    };
  }

  private static String hash(String... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        sha.update(bytes);
      }
      return HexFormat.of().formatHex(Arrays.copyOf(sha.digest(), BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
