package dev.attune.query.projection;

/** An event that a view's fold throws at. */
final class PoisonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Recorded event;
  private final boolean late;

  PoisonException(String view, Recorded event, RuntimeException cause) {
    this("View %s cannot fold the event at position %d: %s".formatted(view, event.position(), cause), event, cause, false);
  }

  private PoisonException(String message, Recorded event, Throwable cause, boolean late) {
    super(message, cause);
    this.event = event;
    this.late = late;
  }

  Recorded event() {
    return event;
  }

  /** It was met when some documents were written already: the key cannot be parked before this event. */
  PoisonException late() {
    return new PoisonException(String.valueOf(getMessage()), event, this, true);
  }

  boolean isLate() {
    return late;
  }
}
