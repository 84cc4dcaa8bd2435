package dev.attune.query.projection;

import dev.attune.contracts.wire.GapReport;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the relay told of gaps. A hole that was mended before is followed, further on in the topic, by what was missing;
 * so a gap is reported once everything was read that was in the partition when it was met, and again every few seconds
 * while it stays. Confined to the projection's thread.
 */
final class GapWatch {

  private static final long REPEAT = Duration.ofSeconds(3).toNanos();

  private final Consumer<byte[], byte[]> consumer;
  private final GapReporter reporter;
  private final ProjectionMetrics metrics;
  private final Map<Integer, Long> reportedAt = new HashMap<>();

  GapWatch(Consumer<byte[], byte[]> consumer, GapReporter reporter, ProjectionMetrics metrics) {
    this.consumer = consumer;
    this.reporter = reporter;
    this.metrics = metrics;
  }

  /** To be called often: reports what is due. */
  void look(Collection<AssignedPartition> partitions) {
    for (AssignedPartition partition : partitions) {
      if (partition.gap() != null && partition.failure() == null) {
        look(partition);
      }
    }
  }

  private void look(AssignedPartition partition) {
    int number = partition.at().partition();
    long here = consumer.position(Assignment.of(number));
    if (partition.gapEnd() == null) {
      consumer.currentLag(Assignment.of(number)).ifPresent(behind -> partition.gapEnds(here + behind));
    }
    if (here >= Objects.requireNonNullElse(partition.gapEnd(), Long.MAX_VALUE) && isDue(reportedAt.get(number))) {
      reportedAt.put(number, System.nanoTime());
      metrics.reported();
      reporter.report(new GapReport(partition.at().topicId(), number, partition.at().position()));
    }
  }

  private static boolean isDue(@Nullable Long reported) {
    return reported == null || System.nanoTime() - reported >= REPEAT;
  }
}
