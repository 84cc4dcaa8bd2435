package dev.attune.eventstore.append;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A unique key, taken in the same transaction as the events.
 *
 * @param kind what is claimed
 * @param key 16 bytes: a (keyed) hash; nothing personal
 * @param stream the stream that holds the claim from now on
 * @param heldBy null: the key must be free; otherwise the stream that must hold it now, from which it is moved
 */
public record Claim(Kind kind, byte[] key, UUID stream, @Nullable UUID heldBy) {

  /** What is claimed. The number is stored. */
  public enum Kind {
    /** (source, message id): one effect, for ever. */
    MESSAGE(1),
    /** Request id of a decision: one answer, for ever. */
    REQUEST(2),
    /** (namespace, value): belongs to one profile. */
    IDENTITY(3),
    /** Message id of an event appended through Axon, which promises that it is unique. */
    EVENT(4),
    /** Profile (its stream's id): belongs to one user's profile, itself or another. */
    PERSON(5),
    /** What a reaction to the log found out of something: told once, for ever. */
    REACTION(6);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }

  public static Claim message(byte[] key, UUID stream) {
    return new Claim(Kind.MESSAGE, key, stream, null);
  }

  public static Claim request(byte[] key, UUID stream) {
    return new Claim(Kind.REQUEST, key, stream, null);
  }

  public static Claim reaction(byte[] key, UUID stream) {
    return new Claim(Kind.REACTION, key, stream, null);
  }

  /** A profile becomes a user's, or is recognized as the same person as a user's: only one of these, and once. */
  public static Claim person(UUID profile, UUID stream) {
    byte[] key =
        ByteBuffer.allocate(16)
            .putLong(profile.getMostSignificantBits())
            .putLong(profile.getLeastSignificantBits())
            .array();
    return new Claim(Kind.PERSON, key, stream, null);
  }

  public static Claim identity(byte[] key, UUID stream) {
    return new Claim(Kind.IDENTITY, key, stream, null);
  }
}
