package dev.attune.command.outbound;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
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

  /** What became of a report of a gap. */
  enum Answer {
    /** What is missing is sent again. */
    SENT_AGAIN,
    /** That was on its way already. */
    ALREADY_ANSWERED,
    /** It names what this relay does not know. */
    IGNORED
  }

  private final LongAdder sent = new LongAdder();
  private final Rate rate = new Rate(System::nanoTime);
  private final LongAdder resent = new LongAdder();
  private final Map<Answer, LongAdder> reports = new EnumMap<>(Answer.class);
  private volatile @Nullable Outbox outbox;
  private volatile Role role = Role.STANDING_BY;
  private volatile @Nullable String reason;
  private volatile long position;
  private volatile long head;
  private volatile long refused;

  RelayState() {
    for (Answer answer : Answer.values()) {
      reports.put(answer, new LongAdder());
    }
  }

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
    Gauge.builder("attune.relay.in.flight", this, RelayState::inFlight)
        .description("Records that were sent and are not acknowledged yet; at most 20,000")
        .register(meters);
    Gauge.builder("attune.relay.refused.position", this, RelayState::refused)
        .description("Position of the event that the brokers refuse, behind which all waits; 0: there is none")
        .register(meters);
    Gauge.builder("attune.relay.in.flight.bytes", this, RelayState::bytesInFlight)
        .description("About how many bytes were sent and are not acknowledged yet; at most 24 MB and one event")
        .register(meters);
    Gauge.builder("attune.relay.send.rate", rate, Rate::perSecond)
        .description("Records acknowledged per second, over the last five seconds")
        .register(meters);
    FunctionCounter.builder("attune.relay.records.sent", sent, LongAdder::doubleValue)
        .description("Records that the brokers acknowledged to this node, those sent again included")
        .register(meters);
    FunctionCounter.builder("attune.relay.records.resent", resent, LongAdder::doubleValue)
        .description("Records sent again since a consumer reported a gap")
        .register(meters);
    reports.forEach(
        (answer, count) ->
            FunctionCounter.builder("attune.relay.gap.reports", count, LongAdder::doubleValue)
                .description("Reports of gaps that came to this node while it led, by what became of them")
                .tag("answer", answer.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(meters));
  }

  /** One record was acknowledged. */
  void sent() {
    sent.increment();
    rate.count(1);
  }

  /** So many records were sent again. */
  void resent(int records) {
    resent.add(records);
  }

  void reported(Answer answer) {
    Objects.requireNonNull(reports.get(answer)).increment();
  }

  void become(Role now, @Nullable String why) {
    role = now;
    reason = why;
  }

  /** What is sent goes through this outbox from now on; null: nothing is sent. */
  void sendsThrough(@Nullable Outbox current) {
    outbox = current;
  }

  /** Records that are not acknowledged yet. */
  int inFlight() {
    Outbox current = outbox;
    return current == null ? 0 : current.inFlight();
  }

  /** About how many bytes are not acknowledged yet. */
  long bytesInFlight() {
    Outbox current = outbox;
    return current == null ? 0 : current.bytesInFlight();
  }

  /** The brokers refuse the event at this position. */
  void refused(long at) {
    refused = at;
  }

  /** Position of the event that the brokers refuse; 0: there is none. */
  long refused() {
    return refused > position ? refused : 0;
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
