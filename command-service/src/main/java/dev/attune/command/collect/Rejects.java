package dev.attune.command.collect;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Where that goes which could not be taken in. */
@FunctionalInterface
public interface Rejects {

  /** Keeps them all; durable when it returns, and throws otherwise. */
  void keep(List<Reject> rejects);

  /**
   * Something that could not be taken in.
   *
   * @param source that sent it
   * @param receivedAt when it came
   * @param endpoint where it came in, a path
   * @param reasons why, for people
   * @param body as it came, at least as much of it as is kept
   * @param bodyLength its length as it came
   */
  record Reject(
      UUID source, Instant receivedAt, String endpoint, List<String> reasons, byte[] body, long bodyLength) {

    /** With all of the body. */
    public Reject(UUID source, Instant receivedAt, String endpoint, List<String> reasons, byte[] body) {
      this(source, receivedAt, endpoint, reasons, body, body.length);
    }
  }
}
