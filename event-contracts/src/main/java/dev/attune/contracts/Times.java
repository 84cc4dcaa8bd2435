package dev.attune.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one interaction, all kept, so that a later and better correction can be made from the log. The corrected
 * time itself is the envelope's {@code occurredAt}.
 *
 * @param original the client's time of the interaction, if it gave one
 * @param sent the client's time of sending, if it gave one
 * @param received the server's time of receipt
 * @param correction what was done to the client's time
 */
public record Times(
    @Nullable Instant original, @Nullable Instant sent, Instant received, Correction correction) {

  /** How {@code occurredAt} came from the client's time. */
  public enum Correction {
    /** The client gave no time: the time of receipt. */
    RECEIVED,
    /** The client's time, as given. */
    NONE,
    /** {@code received - (sent - original)}, as Segment does. */
    SKEW,
    /** It lay in the future and was set to the time of receipt. */
    CLAMPED
  }
}
