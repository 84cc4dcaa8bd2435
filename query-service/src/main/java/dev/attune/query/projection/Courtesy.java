package dev.attune.query.projection;

import java.util.concurrent.TimeUnit;

/**
 * How a generation that is built gives way to requests: while some are under way it folds in small portions and rests after
 * each, so that all generations that are built have a part of the time together. Confined to the generation's thread.
 */
final class Courtesy {

  /** Events whose folding and writing takes a few milliseconds; too few for several lanes. */
  private static final int SMALL = Folding.LARGE - 1;

  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Precedence precedence;
  private final Generation generation;
  private final int share;

  /**
   * @param share percent of the time that it has, with all others that are built; 100: it gives way to nobody
   */
  Courtesy(Precedence precedence, Generation generation, int share) {
    this.precedence = precedence;
    this.generation = generation;
    this.share = share;
  }

  /** Events to fold at once while requests are under way. */
  int portion() {
    return share < 100 ? SMALL : Integer.MAX_VALUE;
  }

  /** True if it is to give way now. */
  boolean isDue() {
    return share < 100 && precedence.isAsked();
  }

  /**
   * Nanoseconds to rest: with n generations that are built, each has an n-th of the share. A second at most, so that each
   * goes on whatever happens.
   *
   * @param took nanoseconds of the portion
   */
  long rest(long took) {
    int builders = precedence.built(generation);
    return isDue() ? Math.min(LONGEST_NANOS, took * (100L * builders - share) / share) : 0;
  }
}
