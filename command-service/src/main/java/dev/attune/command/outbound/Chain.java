package dev.attune.command.outbound;

import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Partitioner;
import java.util.Arrays;
import java.util.List;

/**
 * The last position in each partition of a topic, as events are put into it one after another. A function of the log: the
 * same events give the same predecessors. Not thread-safe.
 */
final class Chain {

  private final long[] last;

  private Chain(long[] last) {
    this.last = last;
  }

  static Chain of(List<Long> lastByPartition) {
    return new Chain(lastByPartition.stream().mapToLong(Long::longValue).toArray());
  }

  int partitionOf(Envelope envelope) {
    return Partitioner.partition(envelope.stream(), last.length);
  }

  /** Puts the event behind the others of its partition; answers the position of the one before it. */
  long follow(Envelope envelope) {
    int partition = partitionOf(envelope);
    long previous = last[partition];
    last[partition] = envelope.position();
    return previous;
  }

  List<Long> lastByPartition() {
    return Arrays.stream(last).boxed().toList();
  }
}
