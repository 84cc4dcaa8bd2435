package dev.attune.command.decision;

import dev.attune.command.platform.RequestTrace;
import dev.attune.contracts.Identity;
import dev.attune.contracts.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The command: decide which offer the person is proposed in a placement.
 *
 * @param source who asks; request ids are unique within it
 * @param requestId the caller's id of the request
 * @param identities of the person; the first one is named in the decision
 * @param placement key of the placement
 * @param session the client's session id, if it gave one
 * @param context what the caller tells of the moment
 * @param trace of the request
 */
record Decide(
    UUID source,
    String requestId,
    List<Identity> identities,
    String placement,
    @Nullable String session,
    Map<String, Value> context,
    RequestTrace trace) {

  /** What is claimed: the first 16 bytes of SHA-256 over source and request id. */
  byte[] requestKey() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(
          ByteBuffer.allocate(16)
              .putLong(source.getMostSignificantBits())
              .putLong(source.getLeastSignificantBits())
              .array());
      return Arrays.copyOf(sha.digest(requestId.getBytes(StandardCharsets.UTF_8)), 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
