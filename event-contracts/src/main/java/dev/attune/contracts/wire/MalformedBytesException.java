package dev.attune.contracts.wire;

import org.jspecify.annotations.Nullable;

/** Bytes that should be an event, an envelope or an announcement are not: truncated, damaged, or something else. */
public final class MalformedBytesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedBytesException(String message) {
    super(message);
  }

  public MalformedBytesException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
