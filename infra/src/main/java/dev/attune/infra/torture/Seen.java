package dev.attune.infra.torture;

import java.util.List;
import java.util.Map;

/**
 * A person as the query API shows them.
 *
 * @param counts of the profile, by interaction
 * @param messageIds of the interactions on the timeline, as often as they stand there
 */
record Seen(Map<String, Long> counts, List<String> messageIds) {

  /** Somebody of whom nothing is known. */
  static final Seen NOBODY = new Seen(Map.of(), List.of());
}
