package dev.attune.eventstore.micrometer;

import dev.attune.eventstore.append.AppenderMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The appender's meters: {@code attune.append.…}, for Prometheus {@code attune_append_…}. */
public final class AppendMeters implements AppenderMetrics {

  private final Counter events;
  private final Counter bulkEvents;
  private final Counter taken;
  private final Counter conflicts;
  private final Counter shed;
  private final Counter lost;
  private final Timer waited;
  private final Timer answered;
  private final Timer bulkAnswered;
  private final DistributionSummary units;
  private final AtomicInteger queued = new AtomicInteger();

  public AppendMeters(MeterRegistry meters) {
    events = meters.counter("attune.append.events");
    bulkEvents = meters.counter("attune.append.bulk.events");
    taken = meters.counter("attune.append.units.taken");
    conflicts = meters.counter("attune.append.units.conflict");
    shed = meters.counter("attune.append.units.shed");
    lost = meters.counter("attune.append.connection.lost");
    waited = timer(meters, "attune.append.waited", "From the arrival of a batch's oldest unit until it was sent");
    answered = timer(meters, "attune.append.answered", "From the sending of a batch until it was durable");
    bulkAnswered =
        timer(meters, "attune.append.bulk.answered", "From the sending of a chunk of a file until it was durable");
    units = DistributionSummary.builder("attune.append.batch.units").register(meters);
    meters.gauge("attune.append.queued.units", queued);
  }

  private static Timer timer(MeterRegistry meters, String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(
            Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(10),
            Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(5))
        .register(meters);
  }

  @Override
  public void batch(Batch batch) {
    events.increment(batch.events());
    taken.increment(batch.taken());
    conflicts.increment(batch.conflicts());
    waited.record(batch.waited());
    answered.record(batch.answered());
    units.record(batch.units());
    queued.set(batch.queued());
  }

  @Override
  public void bulk(Batch chunk) {
    bulkEvents.increment(chunk.events());
    taken.increment(chunk.taken());
    conflicts.increment(chunk.conflicts());
    bulkAnswered.record(chunk.answered());
  }

  @Override
  public void overloaded(int refused) {
    shed.increment(refused);
  }

  @Override
  public void connectionLost(Exception cause) {
    lost.increment();
  }
}
