package dev.attune.infra.bench;

/** A benchmark could not measure what it should. */
final class BenchFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BenchFailedException(String message) {
    super(message);
  }
}
