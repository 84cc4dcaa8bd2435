package dev.attune.eventstore.verify;

import java.util.List;
import java.util.Optional;

/**
 * What a verification found.
 *
 * @param events that were read
 * @param streams with events
 * @param claims that were looked at
 * @param faults the first of them, by position; empty if the log is sound
 * @param more whether there are further faults
 */
public record Findings(long events, long streams, long claims, List<Fault> faults, boolean more) {

  public Findings {
    faults = List.copyOf(faults);
  }

  /** The fault with the lowest position. */
  public Optional<Fault> first() {
    return faults.isEmpty() ? Optional.empty() : Optional.of(faults.getFirst());
  }
}
