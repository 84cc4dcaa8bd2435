package dev.attune.core.decision;

/** A decision was asked for a placement that is not defined. */
public final class UnknownPlacementException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnknownPlacementException(String placement) {
    super("There is no placement '%s'".formatted(placement));
  }
}
