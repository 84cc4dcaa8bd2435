package dev.attune.query.projection;

import java.util.List;
import java.util.Map;

/**
 * What an instance answers from, at a moment. Immutable.
 *
 * @param roster as it was seen last
 * @param generations that answer, oldest first: the live ones, or those before as long as the live ones have not caught
 *     up here
 * @param standings of the generations that are folded here, by number
 */
record Serving(Roster roster, List<Generation> generations, Map<Integer, Standing> standings) {

  /**
   * What answers after the roster changed: what is live, once that can be answered from here; until then what answered
   * before, else what stands by, for a release that does not know the fold of what is live.
   */
  static Serving after(Serving before, Roster roster, Map<Integer, Standing> standings, Projection projection) {
    Serving live = new Serving(roster, generations(roster, roster.live()), Map.copyOf(standings));
    Serving kept = new Serving(roster, before.generations, live.standings);
    Serving standby = new Serving(roster, generations(roster, roster.back()), live.standings);
    if (live.isReady(projection)) {
      return live;
    }
    if (kept.isThere() && kept.isReady(projection)) {
      return kept;
    }
    return standby.isThere() && standby.isReady(projection) && !live.isKnown(projection) ? standby : live;
  }

  private static List<Generation> generations(Roster roster, List<Integer> numbers) {
    return roster.members().stream()
        .filter(member -> numbers.contains(member.number()))
        .map(Member::generation)
        .toList();
  }

  /** True if this release can fold or read it. */
  private boolean isKnown(Projection projection) {
    return generations.stream().allMatch(generation -> projection.reads(generation.revision()));
  }

  /** None of what answers has been retired. */
  private boolean isThere() {
    return generations.stream()
        .allMatch(
            generation -> {
              Member member = roster.find(generation.number());
              return member != null && member.generation().equals(generation) && member.stage().isFolded();
            });
  }

  /** True if it can be answered from: caught up here, or not to be folded by this release, but to be read. */
  boolean isReady(Projection projection) {
    return !generations.isEmpty() && generations.stream().allMatch(generation -> isReady(generation, projection));
  }

  private boolean isReady(Generation generation, Projection projection) {
    Standing standing = standings.get(generation.number());
    return standing == null
        ? (projection.fold(generation.revision()) == null && projection.reads(generation.revision()))
            || isLeftBehind(generation)
        : standing.isCaughtUp();
  }

  /** The topic has other partitions than those that it was folded from: it is answered from as it stands. */
  private boolean isLeftBehind(Generation generation) {
    return roster.members().stream()
        .anyMatch(
            other ->
                other.number() > generation.number()
                    && other.stage() != Stage.FAILED
                    && other.generation().partitions() != generation.partitions());
  }

  /** Where a generation stands, as far as this instance knows. */
  GenerationStatus status(Member member, Reach reach) {
    Generation generation = member.generation();
    Standing standing = standings.get(generation.number());
    Standing.Snapshot at = standing == null ? new Standing(generation).snapshot() : standing.snapshot();
    long position = member.stage().isFolded() ? reach.least(generation, at.applied()) : 0;
    return new GenerationStatus(
        member,
        generations.contains(generation),
        at.caughtUp(),
        position,
        Math.max(0, reach.head() - position),
        at.progress().done(),
        at.progress().total(),
        at.perSecondTogether(),
        at.troubles(),
        at.parked());
  }
}
