package dev.attune.eventstore.append;

/** The connection was lost and the database could not be asked what became of the unit. It is stored or it is not. */
public final class OutcomeUnknownException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public OutcomeUnknownException(Throwable cause) {
    super("The event store did not answer; whether the unit was stored is not known", cause);
  }
}
