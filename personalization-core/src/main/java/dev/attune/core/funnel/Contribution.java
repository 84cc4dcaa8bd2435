package dev.attune.core.funnel;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What one person adds to the funnel across everyone. A person counts once, with the first attempt that got as far as
 * no other one: on the day of its first step, in the segments of that interaction. Sums of contributions are the
 * funnel.
 *
 * @param day of the shop, of the attempt's first step
 * @param segments values of the funnel's segments, in the definition's order; empty where there was none
 * @param reached how many steps, from 1
 * @param entries how often the person reached the first step, on whatever day
 * @param completions how many of the person's attempts were completed, on whatever day
 * @param millis what passed between the steps of the attempt, one fewer than steps reached
 */
public record Contribution(
    LocalDate day, List<String> segments, int reached, long entries, long completions, List<Long> millis) {

  static List<Long> betweenSteps(Attempt attempt) {
    List<Long> millis = new ArrayList<>();
    for (int i = 1; i < attempt.reached(); i++) {
      millis.add(Duration.between(attempt.times().get(i - 1), attempt.times().get(i)).toMillis());
    }
    return List.copyOf(millis);
  }
}
