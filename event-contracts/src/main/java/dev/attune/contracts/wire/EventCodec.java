package dev.attune.contracts.wire;

import dev.attune.contracts.Event;

/** Turns events into their stored form and back. Thread-safe. */
public interface EventCodec {

  /** Objects and arrays of a {@link dev.attune.contracts.value.Value} nest at most this deep. */
  int MAX_DEPTH = 100;

  /**
   * The event in its newest revision. Times are cut to microseconds; halves of surrogate pairs that stand alone, which
   * UTF-8 cannot hold, become {@code ?}.
   *
   * @throws IllegalArgumentException if a component is null that may not be, or values nest deeper than {@link
   *     #MAX_DEPTH}
   */
  Encoded encode(Event event);

  /**
   * The event of any revision ever released, in today's form. If {@code sealed} is null, though the type has personal
   * components, the person was forgotten: they come as the defaults of the schema, empty.
   *
   * @throws UnknownEventException if no such name or revision was ever released as far as this version knows
   * @throws MalformedBytesException if the bytes are not what the schema says
   */
  Event decode(Encoded encoded);
}
