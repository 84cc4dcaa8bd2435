package dev.attune.infra.bench;

import dev.attune.infra.client.Access;
import dev.attune.infra.terminal.Terminal;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a benchmark is given.
 *
 * @param seconds for which it measures
 * @param rate events a second, for those that hold a rate
 * @param events that are folded, for those that fold so many
 * @param seed of everything drawn
 * @param samples where raw samples go
 * @param terminal for progress
 * @param stack the way to a running stack, for those that need one; asking fails if there is none
 */
public record BenchRun(
    int seconds, int rate, int events, long seed, Samples samples, Terminal terminal, Supplier<Access> stack) {

  public Duration duration() {
    return Duration.ofSeconds(seconds);
  }
}
