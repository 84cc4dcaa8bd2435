package dev.attune.eventstore.verify;

import dev.attune.contracts.wire.Envelope;
import java.time.Instant;

/** Positions without a gap, times and epochs that never go back. Not thread-safe. */
final class LogCheck {

  private final Faults faults;
  private long position;
  private int epoch;
  private Instant recordedAt = Instant.MIN;

  LogCheck(Faults faults) {
    this.faults = faults;
  }

  void event(Envelope event) {
    if (event.position() != position + 1) {
      faults.add(
          position + 1, "%d events are missing before position %d", event.position() - position - 1, event.position());
    }
    if (event.recordedAt().isBefore(recordedAt)) {
      faults.add(event.position(), "recorded at %s, before the event ahead of it", event.recordedAt());
    }
    if (event.epoch() < epoch) {
      faults.add(event.position(), "epoch %d follows epoch %d", event.epoch(), epoch);
    }
    position = event.position();
    recordedAt = event.recordedAt();
    epoch = event.epoch();
  }

  long position() {
    return position;
  }
}
