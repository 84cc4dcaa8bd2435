package dev.attune.query.projection;

import dev.attune.query.problem.Problem;
import java.util.Map;

/** Why a projection cannot answer yet, with its progress. */
final class Unanswerable {

  private Unanswerable() {}

  static Problem catchingUp(Status status) {
    return new Problem(
        Problem.Kind.CATCHING_UP,
        "Projection '%s' is being folded from the log: %.1f %% of %d, %.0f events/s; try again soon"
            .formatted(status.projection(), status.percent(), status.target(), status.eventsPerSecond()),
        Map.of(
            "projection", status.projection(),
            "position", Long.toString(status.position()),
            "head", Long.toString(status.target()),
            "percent", Math.round(status.percent() * 10) / 10.0,
            "eventsPerSecond", Math.round(status.eventsPerSecond())));
  }

  /**
   * @param wanted position that is waited for
   * @param reached position that is readable
   */
  static Problem behind(String projection, long wanted, long reached, long head) {
    return new Problem(
        Problem.Kind.VIEW_BEHIND,
        "Projection '%s' has not reached position %d yet; try again soon".formatted(projection, wanted),
        Map.of(
            "projection", projection,
            "position", Long.toString(reached),
            "head", Long.toString(head)));
  }
}
