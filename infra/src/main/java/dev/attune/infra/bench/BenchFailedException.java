package dev.attune.infra.bench;

/** A benchmark could not measure what it should. */
public final class BenchFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BenchFailedException(String message) {
    super(message);
  }
}
