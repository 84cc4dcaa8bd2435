package dev.attune.query.projection;

import java.util.concurrent.TimeUnit;

/**
 * How a generation that is built gives way to requests: while some are under way it folds in small portions and rests after
 * each, so that all generations that are built have a part of the time together. Confined to the generation's thread.
 */
final class Courtesy {

  /** Events whose folding and writing takes a few milliseconds. */
  private static final int SMALL = 250;

  /** Rests so many times as long as a portion took. */
  private static final int SHARE = 3;

  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Precedence precedence;
  private final Generation generation;

  Courtesy(Precedence precedence, Generation generation) {
    this.precedence = precedence;
    this.generation = generation;
  }

  /** Events to fold at once. */
  int portion() {
    return precedence.isAsked() ? SMALL : Integer.MAX_VALUE;
  }

  /**
   * Nanoseconds to rest.
   *
   * @param took nanoseconds of the portion
   */
  long rest(long took) {
    int builders = precedence.built(generation);
    return precedence.isAsked() ? Math.min(LONGEST_NANOS, took * SHARE * builders) : 0;
  }
}
