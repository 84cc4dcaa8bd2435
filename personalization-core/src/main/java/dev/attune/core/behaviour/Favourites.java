package dev.attune.core.behaviour;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What the person had to do with most lately. Each interaction that names a key adds {@code 2^(-age / 30 days)} to the
 * key's score. At most {@value #KEPT} keys are kept: a newcomer takes the place of the one with the least score, which
 * begins at zero should it come again; so the scores are exact for people of no more than so many keys.
 *
 * @param keys the one that was named last, last
 */
public record Favourites(List<Favourite> keys) {

  /** How many keys are kept. */
  public static final int KEPT = 64;

  /** After that long, an interaction counts half. */
  public static final Duration HALF_LIFE = Duration.ofDays(30);

  /** There is none. */
  public static final Favourites NONE = new Favourites(List.of());

  /**
   * Scores are kept as of this moment: what happened before counts less than one and what happens after counts more, as
   * in "Forward decay" (Cormode, Shkapenyuk, Srivastava, Xu, ICDE 2009). An addition then changes no other score, and
   * the order of scores is the same at every moment. A double holds them for times from 1957 to 2123.
   */
  private static final Instant LANDMARK = Instant.parse("2040-01-01T00:00:00Z");

  private static final Comparator<Favourite> BEST_FIRST =
      Comparator.comparingDouble(Favourite::weight).reversed().thenComparing(Favourite::key);

  /**
   * One key.
   *
   * @param key category or brand
   * @param weight its score as of a fixed moment
   */
  public record Favourite(String key, double weight) {

    /** Its score at a moment. */
    public double score(Instant now) {
      return Math.scalb(weight, -halves(now)) / part(now);
    }
  }

  /** The keys of the highest scores, the highest first; which they are does not depend on the moment. */
  public List<Favourite> top(int most) {
    return keys.stream().sorted(BEST_FIRST).limit(most).toList();
  }

  /**
   * @param weight of what happened, {@link #weight}
   */
  Favourites evolve(List<String> named, double weight) {
    if (named.isEmpty()) {
      return this;
    }
    List<Favourite> next = keys;
    for (String key : named) {
      next = with(next, key, weight);
    }
    return new Favourites(next);
  }

  private static List<Favourite> with(List<Favourite> keys, String key, double more) {
    int index = keys.size() - 1;
    while (index >= 0 && !keys.get(index).key().equals(key)) {
      index--;
    }
    if (index >= 0) {
      return Kept.moved(keys, index, new Favourite(key, keys.get(index).weight() + more), KEPT);
    }
    int gone = keys.size() < KEPT ? -1 : keys.indexOf(keys.stream().max(BEST_FIRST).orElseThrow());
    return Kept.moved(keys, gone, new Favourite(key, more), KEPT);
  }

  /** What an interaction at a moment adds to a score. */
  static double weight(Instant at) {
    return Math.scalb(part(at), halves(at));
  }

  /** Whole half-lives since the landmark. */
  private static int halves(Instant at) {
    return (int) Math.clamp(Math.floorDiv(since(at), HALF_LIFE.toSeconds()), -100_000, 100_000);
  }

  /** What is added for the part of a half-life beyond: 1 to 2. StrictMath gives the same bits on every machine. */
  private static double part(Instant at) {
    double seconds = Math.floorMod(since(at), HALF_LIFE.toSeconds()) + at.getNano() / 1e9;
    return StrictMath.pow(2, seconds / HALF_LIFE.toSeconds());
  }

  private static long since(Instant at) {
    return at.getEpochSecond() - LANDMARK.getEpochSecond();
  }
}
