package dev.attune.core.behaviour;

import dev.attune.core.state.StateIn;
import dev.attune.core.state.StateOut;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Where something stands among all that a person did: by its own time and, of two at the same microsecond, by its own
 * name. Nothing in it comes from its arrival. Unique within the log.
 *
 * @param at {@code occurredAt}, in whole microseconds
 * @param messageId the client's id of it
 * @param source the source that sent it
 */
public record OrderKey(Instant at, String messageId, UUID source) implements Comparable<OrderKey> {

  /** Cuts the time to microseconds. */
  public OrderKey {
    if (at.getNano() % 1_000 != 0) {
      at = at.truncatedTo(ChronoUnit.MICROS);
    }
  }

  @Override
  public int compareTo(OrderKey other) {
    int byTime = at.compareTo(other.at);
    if (byTime != 0) {
      return byTime;
    }
    int byMessage = messageId.compareTo(other.messageId);
    return byMessage != 0 ? byMessage : source.compareTo(other.source);
  }

  /** Writes its compact form. */
  public void write(StateOut out) {
    out.time(at);
    out.text(messageId);
    out.known(source);
  }

  /** Reads its compact form. */
  public static OrderKey read(StateIn in) {
    return new OrderKey(in.time(), in.text(), in.known());
  }
}
