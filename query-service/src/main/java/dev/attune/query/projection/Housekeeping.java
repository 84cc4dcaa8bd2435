package dev.attune.query.projection;

import dev.attune.query.view.ViewStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what nobody reads any more: documents of generations that are over, some time after they are, and everything of
 * earlier incarnations of the store. Confined to the projection's thread.
 */
final class Housekeeping {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Pattern NAME = Pattern.compile(".*_([0-9a-f]{8})");

  private final ViewStore store;
  private final Checkpoints checkpoints;
  private final RunnerSettings settings;
  private final Map<Generation, Long> overSince = new HashMap<>();
  private boolean sweptIncarnations;

  Housekeeping(ViewStore store, Checkpoints checkpoints, RunnerSettings settings) {
    this.store = store;
    this.checkpoints = checkpoints;
    this.settings = settings;
  }

  /** The roster without the documents of those that are over for long enough; their documents are gone. */
  List<Integer> sweep(Roster roster) {
    if (!sweptIncarnations) {
      sweptIncarnations = true;
      dropOthers(roster.incarnation());
    }
    List<Member> due =
        roster.members().stream()
            .filter(member -> !member.stage().isFolded() && !member.dropped() && isDue(member.generation()))
            .toList();
    due.forEach(member -> drop(member.generation()));
    return due.stream().map(Member::number).toList();
  }

  private boolean isDue(Generation generation) {
    long since = overSince.computeIfAbsent(generation, one -> System.nanoTime());
    return System.nanoTime() - since >= settings.grace().toNanos();
  }

  private void drop(Generation generation) {
    LOG.info("The documents of projection {} are removed", generation.id());
    for (String collection : store.collections()) {
      if (collection.endsWith(generation.suffix())) {
        store.drop(collection);
      }
    }
    checkpoints.remove(generation, IntStream.range(0, generation.partitions()).boxed().toList());
    overSince.remove(generation);
  }

  private void dropOthers(String incarnation) {
    for (String collection : store.collections()) {
      Matcher name = NAME.matcher(collection);
      if (name.matches() && !name.group(1).equals(incarnation)) {
        LOG.info("Collection {} of an earlier incarnation is removed", collection);
        store.drop(collection);
      }
    }
  }
}
