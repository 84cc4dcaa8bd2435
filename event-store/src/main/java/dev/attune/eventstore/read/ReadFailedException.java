package dev.attune.eventstore.read;

import java.sql.SQLException;

/** The database could not be read. Try again once it is there. */
public final class ReadFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ReadFailedException(SQLException cause) {
    super("The event store could not be read: " + cause.getMessage(), cause);
  }
}
