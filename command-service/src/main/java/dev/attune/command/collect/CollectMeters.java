package dev.attune.command.collect;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** At rest, received = accepted + duplicate + quarantined + shed + failed: every item that was read is counted once. */
@Component
class CollectMeters {

  /** What became of an item. */
  enum Outcome {
    ACCEPTED,
    DUPLICATE,
    QUARANTINED,
    SHED,
    FAILED
  }

  private final Counter received;
  private final Counter retries;
  private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);

  CollectMeters(MeterRegistry meters) {
    received = meters.counter("attune.received");
    retries = meters.counter("attune.retry.header");
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, meters.counter("attune.interactions", "outcome", outcome.name().toLowerCase(Locale.ROOT)));
    }
  }

  void received(int items) {
    received.increment(items);
  }

  void retry() {
    retries.increment();
  }

  void count(Outcome outcome) {
    Objects.requireNonNull(outcomes.get(outcome)).increment();
  }
}
