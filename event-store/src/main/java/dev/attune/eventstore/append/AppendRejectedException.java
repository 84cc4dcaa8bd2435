package dev.attune.eventstore.append;

/** The database refuses the unit as it is: bad text, a time out of range. Nothing of it was stored; don't try it again. */
public final class AppendRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public AppendRejectedException(Throwable cause) {
    super("The event store refuses the unit: " + cause.getMessage(), cause);
  }
}
