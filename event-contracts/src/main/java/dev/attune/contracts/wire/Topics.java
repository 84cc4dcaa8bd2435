package dev.attune.contracts.wire;

import java.util.Set;

/** Names of the Kafka topics. */
public final class Topics {

  /** Every event of the log, keyed by stream: the whole history. */
  public static final String EVENTS = "attune.events";

  /** {@link Progress} announcements; one partition. */
  public static final String PROGRESS = "attune.progress";

  /** Definition events once more; one partition, read whole by every instance. */
  public static final String DEFINITIONS = "attune.definitions";

  /** {@link GapReport}s of consumers to the relay; one partition, kept for a short time. */
  public static final String GAPS = "attune.gaps";

  /** All of them. */
  public static final Set<String> ALL = Set.of(EVENTS, PROGRESS, DEFINITIONS, GAPS);

  private Topics() {}
}
