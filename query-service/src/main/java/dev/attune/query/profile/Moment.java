package dev.attune.query.profile;

import dev.attune.contracts.wire.Envelope;
import dev.attune.query.problem.Problem;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A past moment of the log: what had been recorded by then, whenever it happened.
 *
 * @param within true for what had been recorded
 * @param at the moment; null if it is given as a position, and is that of the last event
 */
record Moment(Predicate<Envelope> within, @Nullable Instant at) {

  /**
   * @param at an instant as in ISO 8601
   * @param position in the log, as answers give it
   * @return null if none is given: the present
   * @throws Problem {@code bad-request} if it is none
   */
  static @Nullable Moment of(@Nullable String at, @Nullable String position) {
    if (at != null && position != null) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "Give 'at' or 'position', not both");
    }
    try {
      if (at != null) {
        Instant moment = Instant.parse(at);
        return new Moment(envelope -> !envelope.recordedAt().isAfter(moment), moment);
      }
      if (position != null) {
        long last = Long.parseLong(position);
        return new Moment(envelope -> envelope.position() <= last, null);
      }
      return null;
    } catch (DateTimeParseException | NumberFormatException e) {
      throw new Problem(
          Problem.Kind.BAD_REQUEST,
          at == null
              ? "'%s' is no position; give one of an answer".formatted(position)
              : "'%s' is no instant; give one like 2026-03-01T12:00:00Z".formatted(at));
    }
  }
}
