package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;
import java.util.List;

/** Follows the end of the log: every event once, in order, within milliseconds of its commit. Not thread-safe. */
public interface Feed extends AutoCloseable {

  /**
   * Waits for events behind the last ones returned.
   *
   * @return at least one event, or none if the wait was over first
   */
  List<Envelope> poll(java.time.Duration wait) throws InterruptedException;

  /** Position of the last event returned. */
  long position();

  @Override
  void close();
}
