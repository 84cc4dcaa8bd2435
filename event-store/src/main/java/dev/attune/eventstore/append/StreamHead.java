package dev.attune.eventstore.append;

import java.util.Arrays;
import java.util.UUID;

/**
 * The end of a stream: what the next append to it expects, and what its hash chain goes on from.
 *
 * @param stream id of the stream
 * @param version of its last event; 0 if it has none
 * @param chain hash chain up to and including that event, 16 bytes; zeros if it has none
 */
public record StreamHead(UUID stream, long version, byte[] chain) {

  /** The head of a stream without events. */
  public static StreamHead empty(UUID stream) {
    return new StreamHead(stream, 0, new byte[16]);
  }

  boolean isEmpty() {
    return version == 0 && Arrays.equals(chain, new byte[16]);
  }
}
