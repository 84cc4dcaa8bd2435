package dev.attune.query.projection;

/** A document does not hold what must have come before an event: it was lost, and the view must be folded anew. */
public final class HistoryHoleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public HistoryHoleException(String message) {
    super(message);
  }
}
