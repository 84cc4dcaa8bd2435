package dev.attune.infra.torture;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Somebody who sends.
 *
 * @param identities by namespace; all of them go with every message, so the person is one profile from the first on
 */
record Person(Map<String, String> identities) {

  /** A person with a user id, a device, or both, by lot. */
  static Person drawn(String run, int number, Random random) {
    Map<String, String> identities = new TreeMap<>();
    int kind = random.nextInt(3);
    if (kind != 0) {
      identities.put("user", "%s-user-%d".formatted(run, number));
    }
    if (kind != 1) {
      identities.put("anonymous", "%s-device-%d".formatted(run, number));
    }
    return new Person(Map.copyOf(identities));
  }

  /** One of the identities, the same each time. */
  Map.Entry<String, String> anyIdentity() {
    return new TreeMap<>(identities).firstEntry();
  }

  @Override
  public String toString() {
    return new TreeMap<>(identities).toString();
  }
}
