package dev.attune.core.behaviour;

import dev.attune.contracts.value.Value;
import dev.attune.core.profile.Properties;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code behaviour = fold(what a person did and told, in the order of happening)}. */
public final class BehaviourFold {

  /** Raised whenever the fold gives another state for the same events: views of another revision are rebuilt. */
  public static final int REVISION = 1;

  private final ZoneId zone;
  private final UserAgents userAgents = new UserAgents();

  /**
   * @param zone the shop's, whose calendar days purchases are counted by
   */
  public BehaviourFold(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * The behaviour after one more happening.
   *
   * @throws IllegalArgumentException if it does not come after all that is folded
   */
  public Behaviour evolve(Behaviour behaviour, Happening next) {
    if (!behaviour.isBefore(next.key())) {
      throw new IllegalArgumentException("%s does not come after %s".formatted(next.key(), behaviour.last()));
    }
    return after(behaviour, next);
  }

  /**
   * The behaviour after more happenings in any order, each of which comes after all that is folded. One that is there
   * twice counts once.
   */
  public Behaviour fold(Behaviour from, Collection<Happening> more) {
    List<Happening> sorted = new ArrayList<>(more);
    sorted.sort(Happening.ORDER);
    Behaviour behaviour = from;
    for (Happening next : sorted) {
      if (!next.key().equals(behaviour.last())) {
        behaviour = evolve(behaviour, next);
      }
    }
    return behaviour;
  }

  /** As {@link #evolve}, whatever the order; what comes out is only right if it is the order of happening. */
  Behaviour after(Behaviour b, Happening next) {
    Instant at = next.at();
    Map<String, Value> said = next.said();
    boolean did = next.interaction() != null;
    List<String> categories = did ? Properties.categories(said) : List.of();
    List<String> brands = did ? Properties.brands(said) : List.of();
    double weight = categories.isEmpty() && brands.isEmpty() ? 0 : Favourites.weight(at);
    return new Behaviour(
        next.key(),
        Objects.requireNonNullElse(b.firstSeen(), at),
        at,
        did ? b.interactions() + 1 : b.interactions(),
        did ? b.traits() : b.traits().evolve(said, at, next.source()),
        b.consent().evolve(next),
        b.devices().evolve(next.context(), at, userAgents),
        b.places().evolve(next.context(), at),
        b.sessions().evolve(next),
        Properties.PURCHASE.equals(next.interaction()) ? b.purchases().evolve(said, at, zone) : b.purchases(),
        b.categories().evolve(categories, weight),
        b.brands().evolve(brands, weight));
  }
}
