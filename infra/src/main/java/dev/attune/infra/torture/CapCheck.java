package dev.attune.infra.torture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks for sessions that were shown too much, and for decisions that are lost or doubled. Pure. */
final class CapCheck {

  private CapCheck() {}

  /**
   * Sessions with more than the cap: propositions that say that they were consumed, or different offers; for people.
   *
   * @param where the decisions come from
   */
  static List<String> overshoots(String where, Collection<Given> given) {
    List<String> complaints = new ArrayList<>();
    bySession(given, Given::consumed).forEach((session, propositions) -> {
      if (propositions.size() > CapOffers.CAP) {
        complaints.add("%s: session %s consumed %d propositions".formatted(where, session, propositions.size()));
      }
    });
    bySession(given, Given::shown).forEach((session, shown) -> {
      if (shown.size() > CapOffers.CAP) {
        complaints.add("%s: session %s was shown %d offers: %s".formatted(where, session, shown.size(), shown));
      }
    });
    return complaints;
  }

  /**
   * Where the two don't tell the same.
   *
   * @param answered by request id
   * @param viewed all decisions of the timelines
   */
  static List<String> differences(Map<String, Given> answered, List<Given> viewed) {
    List<String> complaints = new ArrayList<>();
    if (viewed.size() != answered.size()) {
      complaints.add("%d decisions are on the timelines, %d requests were answered"
          .formatted(viewed.size(), answered.size()));
    }
    Set<String> decisions = new HashSet<>();
    answered.forEach((request, given) -> {
      if (!decisions.add(given.decision())) {
        complaints.add("request %s was answered with the decision of another one".formatted(request));
      }
    });
    Map<String, Long> times =
        viewed.stream().collect(Collectors.groupingBy(Given::decision, Collectors.counting()));
    times.forEach((decision, count) -> {
      if (count > 1) {
        complaints.add("decision %s stands %d times on the timelines".formatted(decision, count));
      }
      if (!decisions.contains(decision)) {
        complaints.add("decision %s is on a timeline and was never answered".formatted(decision));
      }
    });
    decisions.stream()
        .filter(decision -> !times.containsKey(decision))
        .forEach(decision -> complaints.add("decision %s was answered and is lost".formatted(decision)));
    if (!bySession(answered.values(), Given::shown).equals(bySession(viewed, Given::shown))) {
      complaints.add("the timelines tell of other offers than the answers");
    }
    return complaints;
  }

  /** How many sessions were shown as much as the cap allows. */
  static long full(Collection<Given> given) {
    return bySession(given, Given::shown).values().stream().filter(shown -> shown.size() == CapOffers.CAP).count();
  }

  private static Map<String, Set<String>> bySession(Collection<Given> given, Function<Given, @Nullable String> what) {
    return given.stream()
        .filter(one -> what.apply(one) != null)
        .collect(Collectors.groupingBy(
            Given::session, TreeMap::new,
            Collectors.mapping(one -> Objects.requireNonNull(what.apply(one)), Collectors.toCollection(TreeSet::new))));
  }
}
