package dev.attune.query.projection;

import dev.attune.core.definition.Insights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The generations of a projection that are folded by this instance. */
final class Running {

  private final RunnerParts parts;
  private final InsightsHistory insights;
  private final RunningGeneration.Wrong wrong;
  private final Map<Generation, RunningGeneration> runs = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  Running(RunnerParts parts, InsightsHistory insights, RunningGeneration.Wrong wrong) {
    this.parts = parts;
    this.insights = insights;
    this.wrong = wrong;
  }

  /**
   * Starts what is to be folded, and stops what is not.
   *
   * @param partitions of the topic: what was folded from another number of them stays as it stands
   */
  void follow(Roster roster, int partitions) throws InterruptedException {
    for (Map.Entry<Generation, RunningGeneration> entry : Map.copyOf(runs).entrySet()) {
      Member member = roster.find(entry.getKey().number());
      boolean wanted =
          member != null && member.generation().equals(entry.getKey()) && member.stage().isFolded();
      if (!wanted) {
        entry.getValue().stop();
      }
      if (!wanted || entry.getValue().isOver()) {
        runs.remove(entry.getKey());
      }
    }
    for (Member member : roster.members()) {
      Generation generation = member.generation();
      if (member.stage().isFolded() && generation.partitions() == partitions && !runs.containsKey(generation)) {
        List<View<?>> views = views(generation);
        if (views != null && !stopped) {
          RunningGeneration run = new RunningGeneration(parts, member, views, wrong);
          runs.put(generation, run);
          run.start();
        }
      }
    }
  }

  /** The views of a generation; null if this release cannot fold it, or cannot yet. */
  private @Nullable List<View<?>> views(Generation generation) throws InterruptedException {
    Fold fold = parts.projection().fold(generation.revision());
    if (fold == null || !fold.followsDefinitions()) {
      return fold == null ? null : fold.views().of(Insights.NONE, generation.keys().keySet());
    }
    Insights pinned = insights.asOf(generation.definitions());
    if (pinned == null) {
      return null;
    }
    if (!fold.wanted(pinned).entrySet().containsAll(generation.keys().entrySet())) {
      wrong.proved(generation, "its definitions were lost in a restore of the log");
      return null;
    }
    return fold.views().of(pinned, generation.keys().keySet());
  }

  /** Where those stand that are folded here, of those in the roster, by number. */
  Map<Integer, Standing> standings(Roster roster) {
    Map<Integer, Standing> standings = new HashMap<>();
    runs.forEach(
        (generation, run) -> {
          if (generation.incarnation().equals(roster.incarnation())) {
            standings.put(generation.number(), run.standing());
          }
        });
    return standings;
  }

  /** The run of a generation; null if it is not folded here. */
  @Nullable RunningGeneration run(Generation generation) {
    return runs.get(generation);
  }

  /** Where a generation stands; null if it is not folded here. */
  @Nullable Standing standing(Generation generation) {
    RunningGeneration run = runs.get(generation);
    return run == null ? null : run.standing();
  }

  /** True if what only one instance needs to do for a generation is up to this one. */
  boolean leads(Generation generation) {
    Standing standing = standing(generation);
    return standing != null && standing.applied(0) != null;
  }

  /** True if what only one instance needs to do for the projection is up to this one. */
  boolean leads(Roster roster) {
    return !roster.answering().isEmpty() && leads(roster.answering().getLast().generation());
  }

  /** Wakes those who wait for a generation. */
  void changed() {
    runs.values().forEach(run -> run.standing().changed());
  }

  void stop() {
    stopped = true;
    runs.values().forEach(RunningGeneration::stop);
  }

  void close() {
    stop();
    runs.values().forEach(RunningGeneration::close);
  }
}
