package dev.attune.infra.stack;

import org.jspecify.annotations.Nullable;

/** Something that keeps the stack from doing what was asked; the message is for people and says what to do. */
public final class StackException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StackException(String message) {
    super(message);
  }

  public StackException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
