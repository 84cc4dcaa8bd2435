package dev.attune.infra.torture;

import org.jspecify.annotations.Nullable;

/**
 * Keeps load and kills together: the load has one stretch more than there are kills, each kill strikes in the middle of
 * its stretch, and the next stretch begins once what was killed is back. So every kill meets requests under way,
 * however fast the machine is. Thread-safe.
 */
final class Pace {

  private final long total;
  private final int kills;
  private long done;
  private int restored;
  private @Nullable Throwable broken;

  /**
   * @param total steps of the load
   */
  Pace(long total, int kills) {
    this.total = total;
    this.kills = kills;
  }

  /** Waits until the stretch of this step has begun. Steps are counted from 0. */
  synchronized void enter(long step) {
    while (step >= total * (restored + 1) / (kills + 1)) {
      await();
    }
    check();
  }

  /** Some more steps are acknowledged. */
  synchronized void advance(long steps) {
    done += steps;
    notifyAll();
  }

  /**
   * Waits for the moment of a kill.
   *
   * @param kill counted from 0
   * @param part of its stretch that is acknowledged by then, 0 to 1
   */
  synchronized void awaitStrike(int kill, double part) {
    while (done < total * (kill + part) / (kills + 1)) {
      await();
    }
    check();
  }

  /** What the last kill ended is back. */
  synchronized void restored() {
    restored++;
    notifyAll();
  }

  /** Nothing will come of it any more: everybody who waits gets the reason. */
  synchronized void broken(Throwable reason) {
    if (broken == null) {
      broken = reason;
    }
    notifyAll();
  }

  synchronized long done() {
    return done;
  }

  private void await() {
    check();
    try {
      wait();
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  private void check() {
    if (broken != null) {
      throw new IllegalStateException("The torture cannot go on: " + broken, broken);
    }
  }
}
