package dev.attune.command.platform;

import java.time.Duration;

/** The node's clock differs too much from the database's, so nothing that depends on time may be decided here. */
public final class ClockOffException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ClockOffException(Duration off) {
    super(
        "The clock of this node is %d ms off the database's; more than %d ms are not allowed. Set the clock (NTP)."
            .formatted(off.toMillis(), NodeClock.LIMIT.toMillis()),
        null,
        false,
        false);
  }
}
