package dev.attune.eventstore.append;

import java.time.Duration;

/** The bounded queue is full. Nothing was stored; try again later. */
public final class OverloadedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Duration retryAfter;

  public OverloadedException(String what, Duration retryAfter) {
    super("%s is full; try again in %d ms".formatted(what, retryAfter.toMillis()), null, false, false);
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
