package dev.attune.query.projection;

/** An event that a view's fold throws at. Its partition stops before it; the others go on. */
final class PoisonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int partition;
  private final long position;

  PoisonException(String view, Recorded event, RuntimeException cause) {
    super("View %s cannot fold the event at position %d".formatted(view, event.position()), cause);
    this.partition = event.partition();
    this.position = event.position();
  }

  int partition() {
    return partition;
  }

  long position() {
    return position;
  }
}
