package dev.attune.query.profile;

import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.behaviour.Favourites;
import java.time.Instant;
import java.util.List;

/**
 * What the person had to do with most lately, the ten highest scores first. Each interaction counts {@code 2^(-age / 30
 * days)}.
 */
public record FavouritesAnswer(List<Scored> categories, List<Scored> brands) {

  private static final int MOST = 10;

  /** A category or brand, and its score at {@code evaluatedAt}. */
  public record Scored(String key, double score) {}

  static FavouritesAnswer of(Behaviour behaviour, Instant now) {
    return new FavouritesAnswer(scored(behaviour.categories(), now), scored(behaviour.brands(), now));
  }

  private static List<Scored> scored(Favourites favourites, Instant now) {
    return favourites.top(MOST).stream()
        .map(favourite -> new Scored(favourite.key(), favourite.score(now)))
        .toList();
  }
}
