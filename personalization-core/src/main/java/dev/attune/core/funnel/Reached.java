package dev.attune.core.funnel;

import dev.attune.core.behaviour.OrderKey;
import java.util.List;

/**
 * An interaction that matters to a funnel.
 *
 * @param key its place among all that the person did
 * @param reaches bits of the steps that it reaches, the first step lowest
 * @param ends bits of the steps that the way to ends with it
 * @param segments values of the funnel's segments, where it reaches the first step
 */
record Reached(OrderKey key, int reaches, int ends, List<String> segments) {

  boolean reaches(int step) {
    return (reaches >> step & 1) != 0;
  }

  boolean ends(int step) {
    return (ends >> step & 1) != 0;
  }
}
