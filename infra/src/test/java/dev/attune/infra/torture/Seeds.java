package dev.attune.infra.torture;

import java.util.concurrent.ThreadLocalRandom;

/** Seeds of tests: the system property {@code attune.seed}, or else by lot; printed either way. */
public final class Seeds {

  private Seeds() {}

  public static long next(String test) {
    Long given = Long.getLong("attune.seed");
    long seed = given == null ? ThreadLocalRandom.current().nextLong(1_000_000_000) : given;
    System.out.printf("%s: seed %d; the same again with -Dattune.seed=%d%n", test, seed, seed);
    return seed;
  }
}
