package dev.attune.core.audience;

import dev.attune.core.rule.Reading;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Moments at which a rule may change by time alone: those that are known of the person or written in the rule, with up
 * to two of the durations written in the rule added or taken away, and the microsecond after each; and where it reads
 * off a clock or calendar, every quarter of an hour or minute, and as far from each of these moments.
 */
final class Moments {

  private final NavigableSet<Instant> fixed;
  private final Duration grain;

  private Moments(NavigableSet<Instant> fixed, Duration grain) {
    this.fixed = fixed;
    this.grain = grain;
  }

  static Moments of(Reading reading, Map<String, Object> variables) {
    if (!reading.asksForNow()) {
      return new Moments(new TreeSet<>(), Duration.ZERO);
    }
    Set<Instant> known = new HashSet<>(reading.moments());
    if (variables.get("profile") instanceof Map<?, ?> profile) {
      for (String field : reading.fields()) {
        collect(profile.get(field), reading.parsesTexts(), known);
      }
    }
    boolean reads = !reading.grain().isZero();
    if (reads) {
      known.add(Instant.EPOCH);
    }
    NavigableSet<Instant> fixed = new TreeSet<>();
    List<Duration> shifts = shifts(reading.durations());
    for (Instant moment : known) {
      for (Duration shift : shifts) {
        shifted(moment, shift).ifPresent(fixed::add);
      }
    }
    return new Moments(fixed, reading.grain());
  }

  /** The first of them after a moment; null: there is none. */
  @Nullable Instant after(Instant moment) {
    Instant base = fixed.higher(moment.minusNanos(1_000));
    @Nullable Instant next = base == null ? null : base.isAfter(moment) ? base : base.plusNanos(1_000);
    if (!grain.isZero()) {
      for (Instant origin : fixed) {
        Instant tick = tick(origin, grain, moment);
        next = next == null || tick.isBefore(next) ? tick : next;
      }
    }
    return next;
  }

  /**
   * The first moment after another one that lies a multiple of a step from an origin, or the microsecond behind one.
   */
  private static Instant tick(Instant origin, Duration step, Instant after) {
    long since = ChronoUnit.MICROS.between(origin, after);
    long rest = Math.floorMod(since, step.toNanos() / 1_000);
    return rest == 0 ? after.plusNanos(1_000) : after.plusNanos((step.toNanos() / 1_000 - rest) * 1_000);
  }

  /** All sums of up to two of the durations, added or taken away. */
  private static List<Duration> shifts(Set<Duration> durations) {
    List<Duration> single = new ArrayList<>(List.of(Duration.ZERO));
    for (Duration duration : durations) {
      single.add(duration);
      single.add(duration.negated());
    }
    Set<Duration> sums = new TreeSet<>();
    for (Duration one : single) {
      for (Duration other : single) {
        sums.add(one.plus(other));
      }
    }
    return List.copyOf(sums);
  }

  private static Optional<Instant> shifted(Instant moment, Duration shift) {
    try {
      Instant at = moment.plus(shift);
      Instant micros = at.truncatedTo(ChronoUnit.MICROS);
      return Optional.of(micros.equals(at) ? at : micros.plusNanos(1_000));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static void collect(@Nullable Object value, boolean parsesTexts, Set<Instant> into) {
    switch (value) {
      case Instant moment -> into.add(moment);
      case Map<?, ?> map -> map.values().forEach(one -> collect(one, parsesTexts, into));
      case List<?> list -> list.forEach(one -> collect(one, parsesTexts, into));
      case String text when parsesTexts && text.length() <= 40 -> {
        try {
          into.add(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
          // it is no moment, and the rule cannot make one of it
        }
      }
      case null, default -> {}
    }
  }
}
