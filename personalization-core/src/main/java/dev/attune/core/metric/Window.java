package dev.attune.core.metric;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A sliding window in the units of its {@link Grid}.
 *
 * <p>Up to 24 hours, it holds what happened after {@code now - length} and not after {@code now}, to the millisecond.
 * Up to 30 days, it begins with the minute that {@code now - length} is in. Beyond, it begins with the shop's day that
 * lies so many calendar days before today, whatever the clocks were changed by in between.
 *
 * @param seconds its length; 0: lifetime
 * @param zone the shop's
 */
record Window(Grid grid, long seconds, ZoneId zone) {

  private static final long A_DAY = 86_400;

  static Window of(long seconds, ZoneId zone) {
    return new Window(Grid.of(seconds), seconds, zone);
  }

  /** The unit that a moment is in: the last one of a window that is looked at then. */
  long unit(Instant moment) {
    return switch (grid) {
      case MILLISECOND -> moment.toEpochMilli();
      case MINUTE -> Math.floorDiv(moment.getEpochSecond(), 60L);
      case DAY -> LocalDate.ofInstant(moment, zone).toEpochDay();
      case EVER -> 0;
    };
  }

  /** The first unit of the window that is looked at at a moment. */
  long first(Instant now) {
    return switch (grid) {
      case MILLISECOND -> now.toEpochMilli() - seconds * 1_000 + 1;
      case MINUTE -> Math.floorDiv(now.getEpochSecond() - seconds, 60L);
      case DAY -> unit(now.minusSeconds(seconds % A_DAY)) - seconds / A_DAY;
      case EVER -> 0;
    };
  }

  /** When a unit comes in. */
  @Nullable Instant begins(long unit) {
    return switch (grid) {
      case MILLISECOND -> Instant.ofEpochMilli(unit);
      case MINUTE -> Instant.ofEpochSecond(unit * 60);
      case DAY -> LocalDate.ofEpochDay(unit).atStartOfDay(zone).toInstant();
      case EVER -> null;
    };
  }

  /** When the window first begins at or behind a unit: what lies before it has gone. Null: never. */
  @Nullable Instant beginsWith(long unit) {
    return switch (grid) {
      case MILLISECOND -> Instant.ofEpochMilli(unit + seconds * 1_000 - 1);
      case MINUTE -> Instant.ofEpochSecond(unit * 60 + seconds);
      case DAY ->
          LocalDate.ofEpochDay(unit + seconds / A_DAY).atStartOfDay(zone).toInstant().plusSeconds(seconds % A_DAY);
      case EVER -> null;
    };
  }
}
