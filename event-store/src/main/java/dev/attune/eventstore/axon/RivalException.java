package dev.attune.eventstore.axon;

import org.axonframework.eventhandling.DomainEventMessage;

/** Another event is where this one should be, or has its identifier. Axon makes its own exception of it. */
final class RivalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient DomainEventMessage<?> event;

  RivalException(DomainEventMessage<?> event, String why) {
    super("Event %s cannot be stored: %s".formatted(event.getIdentifier(), why), null, false, false);
    this.event = event;
  }

  DomainEventMessage<?> event() {
    return event;
  }
}
