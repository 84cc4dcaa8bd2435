package dev.attune.command.audience;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What this node does about crossings, for health and meters. Thread-safe. */
final class CrossingState {

  /** What a node is to them. */
  enum Role {
    /** It tells them. */
    LEADING,
    /** Another node does; this one takes over when that ends. */
    STANDING_BY,
    /** It should, and cannot. */
    FAILING,
    /** It was told never to. */
    OFF
  }

  private final LongAdder entered = new LongAdder();
  private final LongAdder left = new LongAdder();
  private volatile Role role = Role.STANDING_BY;
  private volatile @Nullable String reason;
  private volatile long position;
  private volatile long head;
  private volatile boolean goingThrough;

  void register(MeterRegistry meters) {
    Gauge.builder("attune.crossings.leader", this, state -> state.role == Role.LEADING ? 1 : 0)
        .description("1 on the node that tells who enters and leaves audiences")
        .register(meters);
    Gauge.builder("attune.crossings.lag.events", this, CrossingState::lag)
        .description("Events of the log that crossings are yet to be looked for in; 0 on nodes that stand by")
        .register(meters);
    Gauge.builder("attune.crossings.going.through", this, state -> state.goingThrough ? 1 : 0)
        .description("1 while people are gone through for a new audience")
        .register(meters);
    counter(meters, entered, "entered");
    counter(meters, left, "left");
  }

  private static void counter(MeterRegistry meters, LongAdder count, String what) {
    FunctionCounter.builder("attune.crossings.told", count, LongAdder::doubleValue)
        .description("Crossings that this node recorded, those tried again included")
        .tag("what", what)
        .register(meters);
  }

  void told(boolean in) {
    (in ? entered : left).increment();
  }

  void at(long now, long end, boolean through) {
    position = now;
    head = end;
    goingThrough = through;
  }

  void become(Role next, @Nullable String why) {
    role = next;
    reason = why;
    if (next != Role.LEADING) {
      goingThrough = false;
    }
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

  boolean isGoingThrough() {
    return goingThrough;
  }

  long lag() {
    return role == Role.LEADING ? Math.max(0, head - position) : 0;
  }
}
