package dev.attune.infra.torture.log;

import java.util.Locale;

/** What {@code ./attune torture log} is made of. */
enum Part {
  STORM,
  STOPPED,
  SNAPSHOT,
  HOT,
  BROKEN,
  FULL;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
