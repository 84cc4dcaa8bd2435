package dev.attune.command.profile;

import dev.attune.contracts.Identity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 (RFC 2104) of namespace, a zero byte and value, cut to 16 bytes. The key is the installation's: with it gone,
 * nobody can tell whose identity a claim is, nor try out a list of e-mail addresses.
 */
public final class IdentityHash {

  /** Fewest characters of a key. */
  public static final int SHORTEST_KEY = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /** @throws IllegalArgumentException if the key is shorter than {@value #SHORTEST_KEY} characters */
  public IdentityHash(String key) {
    if (key.length() < SHORTEST_KEY) {
      throw new IllegalArgumentException(
          "ATTUNE_IDENTITY_KEY must have at least %d characters; it must stay the same for the life of the store"
              .formatted(SHORTEST_KEY));
    }
    this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  IdentityKey of(Identity identity) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(identity.namespace().getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return IdentityKey.of(Arrays.copyOf(mac.doFinal(identity.value().getBytes(StandardCharsets.UTF_8)), 16));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }
}
