package dev.attune.command.collect;

import dev.attune.command.platform.ProblemException;
import java.util.List;
import org.springframework.http.HttpStatus;

/** What an answer tells of the results as a whole. */
final class Answers {

  /** Header with the highest position of the request; to clients an opaque text. */
  static final String POSITION = "Attune-Position";

  private Answers() {}

  /** The highest position; 0 if nothing was stored. */
  static long position(List<Result> results) {
    long highest = 0;
    for (Result result : results) {
      if (result instanceof Result.Stored stored) {
        highest = Math.max(highest, stored.kept().position());
      }
    }
    return highest;
  }

  /**
   * Throws the problem that the whole request is answered with, if any item is to be sent again: an unexpected error
   * before an unavailable store before too much at once.
   */
  static void throwIfRefused(List<Result> results) {
    ProblemException worst = null;
    int refused = 0;
    for (Result result : results) {
      if (result instanceof Result.Refused each) {
        refused++;
        if (worst == null || rank(each.problem()) > rank(worst)) {
          worst = each.problem();
        }
      }
    }
    if (worst != null) {
      throw worst.with("refused", refused).with("taken", results.size() - refused);
    }
  }

  private static int rank(ProblemException problem) {
    return problem.status() == HttpStatus.TOO_MANY_REQUESTS ? 0 : problem.status().value();
  }
}
