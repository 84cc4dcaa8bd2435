package dev.attune.core.funnel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One way into a funnel.
 *
 * @param times when each of its steps was reached, at least the first
 * @param segments values of the funnel's segments at the first step
 */
public record Attempt(List<Instant> times, List<String> segments) {

  /** When it began. */
  public Instant began() {
    return times.getFirst();
  }

  /** How many steps it has reached, from 1. */
  public int reached() {
    return times.size();
  }

  Attempt with(Instant next) {
    List<Instant> more = new ArrayList<>(times);
    more.add(next);
    return new Attempt(List.copyOf(more), segments);
  }
}
