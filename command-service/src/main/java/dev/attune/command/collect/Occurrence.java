package dev.attune.command.collect;

import dev.attune.contracts.Times;
import dev.attune.contracts.Times.Correction;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When something happened, from three clocks of which two may be wrong. Pure.
 *
 * <ul>
 *   <li>No time of the client: the time of receipt.
 *   <li>No time of sending: the client's time as given (historical imports).
 *   <li>Sent and received differ by at most {@link #JOURNEY}: that was the way, the client's time stays as given.
 *   <li>Else the client's clock is wrong by the difference: {@code received - (sent - original)}, as Segment does. But a
 *       request that says it is a retry (X-Retry-Count) and was sent up to {@link #RETRIES} ago may as well be late with
 *       the clock right: then the client's time stays as given.
 *   <li>Whatever comes out more than {@link #AHEAD} after the receipt is set to the receipt.
 * </ul>
 *
 * @param at the time, in microseconds
 * @param times all clocks, in microseconds, to correct it better one day
 */
record Occurrence(Instant at, Times times) {

  /** A request is on its way for up to that long. */
  static final Duration JOURNEY = Duration.ofSeconds(2);

  /** Clients give up sending again after that long. */
  static final Duration RETRIES = Duration.ofHours(24);

  /** So far ahead of ours a clock may be without a correction. */
  static final Duration AHEAD = Duration.ofMinutes(5);

  static Occurrence of(@Nullable Instant original, @Nullable Instant sent, Instant received, boolean retry) {
    if (original == null) {
      return new Occurrence(received, new Times(null, sent, received, Correction.RECEIVED));
    }
    Instant at = original;
    Correction correction = Correction.NONE;
    if (sent != null) {
      Duration off = Duration.between(sent, received);
      boolean journey = off.abs().compareTo(JOURNEY) <= 0;
      boolean late = retry && !off.isNegative() && off.compareTo(RETRIES) <= 0;
      if (!journey && !late) {
        at = original.plus(off);
        correction = Correction.SKEW;
      }
    }
    if (at.isAfter(received.plus(AHEAD))) {
      at = received;
      correction = Correction.CLAMPED;
    }
    return new Occurrence(at, new Times(original, sent, received, correction));
  }
}
