package dev.attune.command.outbound;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/** What the relay of this node is doing, for health and meters. Thread-safe. */
final class RelayState {

  /** What a node is to the relay. */
  enum Role {
    /** It relays. */
    LEADING,
    /** Another node relays; this one takes over when that ends. */
    STANDING_BY,
    /** It should relay or stand by, and cannot. */
    FAILING,
    /** It was told never to relay. */
    OFF
  }

  private volatile Role role = Role.STANDING_BY;
  private volatile @Nullable String reason;
  private volatile long position;
  private volatile long head;

  void register(MeterRegistry meters) {
    Gauge.builder("attune.relay.leader", this, state -> state.role == Role.LEADING ? 1 : 0)
        .description("1 on the node that relays")
        .register(meters);
    Gauge.builder("attune.relay.position", this, state -> state.position)
        .description("Everything up to here is in the topic")
        .register(meters);
    Gauge.builder("attune.relay.lag.events", this, RelayState::lag)
        .description("Events of the log that are not in the topic yet; 0 on nodes that stand by")
        .register(meters);
  }

  void become(Role now, @Nullable String why) {
    role = now;
    reason = why;
  }

  void at(long acknowledged, long seen) {
    position = acknowledged;
    head = Math.max(seen, acknowledged);
  }

  Role role() {
    return role;
  }

  @Nullable String reason() {
    return reason;
  }

  long position() {
    return position;
  }

  long lag() {
    return role == Role.STANDING_BY || role == Role.OFF ? 0 : Math.max(0, head - position);
  }
}
