package dev.attune.command.platform.json;

/** The bytes are no JSON, or more of it than is taken. The message says what and where, and quotes nothing. */
public final class MalformedJsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedJsonException(String message) {
    super(message, null, false, false);
  }
}
