package dev.attune.command.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock to decide by. Refuses to tell the time when this node is more than a second off the database: a slow clock
 * must not open a cap. Thread-safe.
 */
public final class NodeClock {

  /** How far the node may be off. */
  public static final Duration LIMIT = Duration.ofSeconds(1);

  private final Clock clock;
  private final LongSupplier nanoseconds;
  private volatile @Nullable Sample last;

  /**
   * @param nanoseconds a clock that nobody sets, as {@link System#nanoTime}
   */
  NodeClock(Clock clock, LongSupplier nanoseconds) {
    this.clock = clock;
    this.nanoseconds = nanoseconds;
  }

  /**
   * Now, in microseconds.
   *
   * @throws ClockOffException if the node's clock is off, or was never compared with the database's
   */
  public Instant now() {
    Sample sample = last;
    Instant now = clock.instant();
    if (sample == null) {
      throw new ClockOffException(LIMIT);
    }
    // The database's time as it must be now: also notices a clock that was set, or a sleep, since the last comparison.
    Instant expected = sample.database.plusNanos(nanoseconds.getAsLong() - sample.at);
    Duration off = Duration.between(expected, now).abs().minus(sample.doubt);
    if (off.compareTo(LIMIT) > 0) {
      throw new ClockOffException(off);
    }
    return now.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Compares with the database.
   *
   * @param database asks the database for its time
   */
  void compare(Supplier<Instant> database) {
    long asked = nanoseconds.getAsLong();
    Instant told = database.get();
    long answered = nanoseconds.getAsLong();
    long half = (answered - asked) / 2;
    last = new Sample(told, asked + half, Duration.ofNanos(half));
  }

  /**
   * @param database its time
   * @param at when it told it, by the clock that nobody sets
   * @param doubt how much later or earlier it may have been
   */
  private record Sample(Instant database, long at, Duration doubt) {}
}
