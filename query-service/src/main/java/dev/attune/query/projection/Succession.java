package dev.attune.query.projection;

import dev.attune.core.definition.Insights;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which generations begin by themselves. Pure, so that all instances come to the same. A revision begins by itself once,
 * and only if no higher one ever began: two releases side by side cannot begin generations in turn.
 */
final class Succession {

  /** With more segments than that, the next change of a definition makes one generation of everything again. */
  private static final int MOST_SEGMENTS = 8;

  private final Projection projection;
  private final int partitions;

  /**
   * @param partitions of the topic
   */
  Succession(Projection projection, int partitions) {
    this.projection = projection;
    this.partitions = partitions;
  }

  /**
   * The roster after what is due.
   *
   * @param insights what is wanted now; null if it is not known yet
   */
  Roster due(Roster roster, @Nullable Insights insights) {
    if (insights == null && projection.fold().followsDefinitions()) {
      return roster;
    }
    Insights known = insights == null ? Insights.NONE : insights;
    Roster next = roster.recovered();
    if (next.live().isEmpty()) {
      return next.begin(whole(known, true, 0, roster.last() == 0 ? "the first one" : "what was live proved wrong"));
    }
    next = revised(withoutWidowed(next), known);
    return partitioned(defined(next, known), known);
  }

  /** A generation of everything that is wanted. */
  GenerationPlan whole(Insights insights, boolean automatic, long throttle, String why) {
    Fold fold = projection.fold();
    return new GenerationPlan(
        fold.revision(), position(fold, insights), fold.wanted(insights), partitions, true, automatic, 0, throttle, why);
  }

  private Roster revised(Roster roster, Insights insights) {
    if (projection.revision() <= roster.revision()) {
      return roster;
    }
    Member older = roster.rebuilding();
    Roster next = older == null ? roster : roster.cancel(older.number(), "a release with a later fold came");
    return next.begin(whole(insights, true, 0, "revision %d of the fold".formatted(projection.revision())));
  }

  private Roster partitioned(Roster roster, Insights insights) {
    boolean known =
        roster.members().stream()
            .anyMatch(one -> one.stage() != Stage.FAILED && one.generation().partitions() == partitions);
    return known || roster.rebuilding() != null
        ? roster
        : roster.begin(whole(insights, true, 0, "the topic has %d partitions".formatted(partitions)));
  }

  private Roster defined(Roster roster, Insights insights) {
    Fold fold = projection.fold(roster.answering().getLast().generation().revision());
    if (fold == null || !fold.followsDefinitions()) {
      return roster;
    }
    SortedMap<String, String> wanted = fold.wanted(insights);
    Roster next = withoutSuperseded(roster, wanted).masked(wanted);
    SortedMap<String, String> missing = missing(next, fold, wanted);
    boolean coming = next.members().stream().anyMatch(one -> one.stage().isToCome() && !one.whole() && !one.isTwin());
    if (missing.isEmpty() || coming) {
      return next;
    }
    if (next.live().size() >= MOST_SEGMENTS) {
      return next.rebuilding() != null ? next : next.begin(whole(insights, true, 0, "too many segments"));
    }
    return next.begin(
        new GenerationPlan(
            fold.revision(), position(fold, insights), missing, partitions, false, true, 0, 0,
            "defined: " + String.join(", ", missing.keySet())));
  }

  private static Roster withoutSuperseded(Roster roster, SortedMap<String, String> wanted) {
    Roster next = roster;
    for (Member one : roster.members()) {
      boolean counts = one.generation().keys().entrySet().stream().anyMatch(wanted.entrySet()::contains);
      if (one.stage().isToCome() && !one.whole() && !counts) {
        next = next.cancel(one.number(), "all that it folds was superseded");
      }
    }
    return next;
  }

  /** There is nothing to compare with any more. */
  private static Roster withoutWidowed(Roster roster) {
    Roster next = roster;
    for (Member one : roster.members()) {
      if (one.isTwin() && one.stage().isToCome() && !roster.live().contains(one.twinOf())) {
        next = next.cancel(one.number(), "generation %d, which it was compared with, is not live any more".formatted(one.twinOf()));
      }
    }
    return next;
  }

  private static SortedMap<String, String> missing(Roster roster, Fold fold, SortedMap<String, String> wanted) {
    SortedMap<String, String> missing = new TreeMap<>(wanted);
    for (Member one : roster.members()) {
      boolean covers =
          one.stage() == Stage.LIVE
              || (!one.whole() && !one.isTwin() && (one.stage().isToCome() || one.stage() == Stage.CANCELLED));
      if (covers && one.generation().revision() == fold.revision()) {
        missing.entrySet().removeAll(one.generation().keys().entrySet());
      }
    }
    return missing;
  }

  private static long position(Fold fold, Insights insights) {
    return fold.followsDefinitions() ? insights.position() : 0;
  }
}
