package dev.attune.command.outbound;

/** The brokers refuse a record for good: it and all that follows waits until they take it. */
final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long position;

  RefusedException(String topic, long position, Throwable cause) {
    super(
        "Kafka refuses the event at position %d for topic %s; it waits, with all that follows: %s"
            .formatted(position, topic, cause.getMessage()),
        cause);
    this.position = position;
  }

  /** Of the event. */
  long position() {
    return position;
  }
}
