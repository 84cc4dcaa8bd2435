package dev.attune.infra.shop;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people read them, in the zone of the machine. */
final class Clock24 {

  private static final ZoneId ZONE = ZoneId.systemDefault();
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

  private Clock24() {}

  /** {@code 14:03:05}. */
  static String time(Instant at) {
    return TIME.format(at.atZone(ZONE));
  }

  /** {@code Mon 23 Nov}. */
  static String day(Instant at) {
    return DAY.format(at.atZone(ZONE));
  }

  /** {@code Mon 23 Nov 14:03}. */
  static String dayAndTime(Instant at) {
    return DAY_AND_TIME.format(at.atZone(ZONE));
  }
}
