package dev.attune.core.match;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which things to ask about an interaction of a name: those that mean this name or any. One look-up, however many
 * things there are. Immutable.
 */
public final class ByName<T> {

  private final Map<String, List<T>> named;
  private final List<T> others;

  private ByName(Map<String, List<T>> named, List<T> others) {
    this.named = named;
    this.others = others;
  }

  /**
   * The index; within a name, things keep their order.
   *
   * @param matchers what a thing means
   */
  public static <T> ByName<T> of(Collection<T> things, Function<T, Collection<Matcher>> matchers) {
    Set<String> names = new HashSet<>();
    things.forEach(thing -> matchers.apply(thing).forEach(matcher -> {
      if (matcher.interaction() != null) {
        names.add(matcher.interaction());
      }
    }));
    Map<String, List<T>> named = new HashMap<>();
    for (String name : names) {
      named.put(name, meaning(things, matchers, name));
    }
    return new ByName<>(named, meaning(things, matchers, null));
  }

  private static <T> List<T> meaning(
      Collection<T> things, Function<T, Collection<Matcher>> matchers, @Nullable String name) {
    List<T> meant = new ArrayList<>();
    for (T thing : things) {
      if (matchers.apply(thing).stream().anyMatch(m -> m.interaction() == null || m.interaction().equals(name))) {
        meant.add(thing);
      }
    }
    return List.copyOf(meant);
  }

  /** The things that may mean an interaction of this name. */
  public List<T> of(String name) {
    return named.getOrDefault(name, others);
  }
}
