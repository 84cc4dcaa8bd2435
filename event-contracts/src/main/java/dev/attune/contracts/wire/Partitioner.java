package dev.attune.contracts.wire;

import java.util.UUID;

/**
 * Which partition the events of a stream travel in. Pinned by golden vectors: changing it breaks the order of every
 * profile's history.
 */
public final class Partitioner {

  private Partitioner() {}

  /**
   * @param stream id of the stream
   * @param partitions number of partitions of the topic, at least 1
   * @return 0 to {@code partitions - 1}: the 64 bits of the id, folded and mixed by SplitMix64's finalizer (Steele, Lea
   *     and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014), unsigned modulo the partitions
   */
  public static int partition(UUID stream, int partitions) {
    long z = stream.getMostSignificantBits() ^ Long.rotateLeft(stream.getLeastSignificantBits(), 32);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    z = z ^ (z >>> 31);
    return (int) Long.remainderUnsigned(z, partitions);
  }
}
