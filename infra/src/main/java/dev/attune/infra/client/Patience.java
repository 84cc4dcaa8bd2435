package dev.attune.infra.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a request is tried again while the service is busy (429), ill (5xx) or away: pauses double from {@code
 * first}
 * to {@code longest}, each shortened by up to a half by lot; a {@code Retry-After} is kept to.
 *
 * @param total until it is given up
 * @param first pause
 * @param longest pause
 */
public record Patience(Duration total, Duration first, Duration longest) {

  /** One minute. */
  public static final Patience NORMAL =
      new Patience(Duration.ofMinutes(1), Duration.ofMillis(50), Duration.ofSeconds(2));

  /** Five minutes: for a long import, whose store may be restarted in the middle. */
  public static final Patience LONG = new Patience(Duration.ofMinutes(5), Duration.ofMillis(50), Duration.ofSeconds(5));

  Duration pause(int attempt, Duration asked) {
    long ceiling = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt, 20));
    long drawn = ceiling - ThreadLocalRandom.current().nextLong(ceiling / 2 + 1);
    return Duration.ofMillis(Math.max(drawn, asked.toMillis()));
  }
}
