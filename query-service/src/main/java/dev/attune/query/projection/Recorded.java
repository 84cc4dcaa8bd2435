package dev.attune.query.projection;

import dev.attune.contracts.Event;
import dev.attune.contracts.wire.Envelope;

/**
 * An event as a projection gets it.
 *
 * @param partition of the topic that it came in
 * @param envelope what the log knows of it
 * @param event what happened
 * @param encoded the whole record, as it was on the wire
 */
public record Recorded(int partition, Envelope envelope, Event event, byte[] encoded) {

  /** Number in the log. */
  public long position() {
    return envelope.position();
  }
}
