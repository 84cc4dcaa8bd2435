package dev.attune.contracts.wire;

/** The name or revision of a stored event is not known to this version of the contracts. */
public final class UnknownEventException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnknownEventException(String name, int revision) {
    super(
        "Event '%s' revision %d is not known to this version: it was written by a newer one; upgrade this service"
            .formatted(name, revision));
  }
}
