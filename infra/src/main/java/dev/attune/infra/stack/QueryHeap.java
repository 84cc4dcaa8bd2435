package dev.attune.infra.stack;

import java.util.List;

/**
 * The heap of query-service and its collector. What is folded lives as long as a batch, too long for a small young
 * generation: with the serial collector, half of the time of several rebuilds at once was spent on whole collections.
 */
public final class QueryHeap {

  /** For the JVM; a heap begins with more than its young generation. */
  public static final List<String> FLAGS =
      List.of("-Xms256m", "-Xmx512m", "-XX:-UseSerialGC", "-XX:+UseParallelGC", "-XX:NewSize=200m", "-XX:MaxNewSize=200m");

  private QueryHeap() {}
}
