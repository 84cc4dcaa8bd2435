package dev.attune.core.funnel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a person stands in a funnel at a moment.
 *
 * @param stage what the current attempt is about
 * @param current the open attempt that has got furthest; if none is open, the one that began last; null: never entered
 * @param expires the last moment at which an open attempt can be completed; null if none is open
 * @param best the first attempt that got as far as no other one before or after; null: never entered
 * @param entries how often the first step was reached
 * @param completions how many attempts were completed
 * @param nextChange when the stage changes by time alone; null: never
 */
public record FunnelProgress(
    Stage stage,
    @Nullable Attempt current,
    @Nullable Instant expires,
    @Nullable Attempt best,
    long entries,
    long completions,
    @Nullable Instant nextChange) {

  /** What an attempt is about. */
  public enum Stage {
    /** The first step was never reached. */
    NEVER_ENTERED,
    /** It can still be completed. */
    UNDER_WAY,
    /** The last step was reached. */
    COMPLETED,
    /** The time limit passed before. */
    ABANDONED,
    /** An exclusion happened before. */
    EXCLUDED
  }

  static FunnelProgress of(Course course, Funnel funnel, Instant now) {
    @Nullable Attempt furthest = null;
    @Nullable Attempt latest = null;
    @Nullable Instant next = null;
    for (Attempt attempt : course.open()) {
      if (attempt == null) {
        continue;
      }
      if (now.isAfter(funnel.limit(attempt.began()))) {
        latest = latest == null || attempt.began().isAfter(latest.began()) ? attempt : latest;
      } else {
        furthest = attempt;
        Instant over = funnel.limit(attempt.began()).plusNanos(1_000);
        next = next == null || over.isBefore(next) ? over : next;
      }
    }
    if (furthest != null) {
      return of(course, Stage.UNDER_WAY, furthest, funnel.limit(furthest.began()), next);
    }
    Course.Ended ended = course.ended();
    if (latest != null && (ended == null || latest.began().isAfter(ended.attempt().began()))) {
      return of(course, Stage.ABANDONED, latest, null, null);
    }
    return ended == null
        ? of(course, Stage.NEVER_ENTERED, null, null, null)
        : of(course, stage(ended.how()), ended.attempt(), null, null);
  }

  private static FunnelProgress of(
      Course course, Stage stage, @Nullable Attempt current, @Nullable Instant expires, @Nullable Instant next) {
    return new FunnelProgress(
        stage, current, expires, course.best(), course.entries(), course.completions(), next);
  }

  private static Stage stage(Course.End how) {
    return switch (how) {
      case COMPLETED -> Stage.COMPLETED;
      case ABANDONED -> Stage.ABANDONED;
      case EXCLUDED -> Stage.EXCLUDED;
    };
  }
}
