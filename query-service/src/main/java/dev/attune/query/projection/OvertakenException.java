package dev.attune.query.projection;

/** Another writer moved a partition's checkpoint: what is remembered of it here is old. */
final class OvertakenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OvertakenException(String message) {
    super(message);
  }
}
