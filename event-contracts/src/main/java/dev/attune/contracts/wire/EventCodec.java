package dev.attune.contracts.wire;

import dev.attune.contracts.Event;

/** Turns events into their stored form and back. Thread-safe. */
public interface EventCodec {

  /** The event in its newest revision. */
  Encoded encode(Event event);

  /**
   * The event of any revision ever released, in today's form.
   *
   * @throws UnknownEventException if no such name or revision was ever released as far as this version knows
   */
  Event decode(Encoded encoded);
}
