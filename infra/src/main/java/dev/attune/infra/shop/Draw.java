package dev.attune.infra.shop;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** What is drawn by lot, the same for the same seed on every machine. */
final class Draw {

  private final SplittableRandom random;

  private Draw(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A draw of its own for everything that has a place of its own. */
  static Draw of(long seed, long... place) {
    long mixed = seed;
    for (long number : place) {
      mixed = new SplittableRandom(mixed ^ (number * 0x9E3779B97F4A7C15L)).nextLong();
    }
    return new Draw(mixed);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** From 0 to below 1. */
  double share() {
    return random.nextDouble();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** How often something goes on that goes on with this probability, at most so often. */
  int runs(double again, int most) {
    int count = 0;
    while (count < most && chance(again)) {
      count++;
    }
    return count;
  }

  <T> T of(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** A random UUID (version 4). */
  UUID uuid() {
    return new UUID(
        (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L,
        (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L);
  }
}
