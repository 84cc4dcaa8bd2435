package dev.attune.query.projection;

import dev.attune.query.view.ViewStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a generation may go live. Where it must come to the same as what is live, since fold and definitions are
 * the same, the sizes of the collections and a sample of the documents are compared; else what differs is only told.
 */
final class Gate {

  private static final int SAMPLE = 50;
  private static final int LOOKS = 5;
  private static final int LOOKS_AT_ALL = 100;
  private static final long BETWEEN_NANOS = 25_000_000;

  private final ViewStore store;
  private final Reach reach;
  private final long lag;

  Gate(ViewStore store, Reach reach, long lag) {
    this.store = store;
    this.reach = reach;
    this.lag = lag;
  }

  /** True if it is near enough to the head for a look at its documents. */
  boolean isNear(Standing standing) {
    Standing.Snapshot now = standing.snapshot();
    return now.caughtUp() && now.troubles().isEmpty() && behind(standing.generation(), now) <= lag;
  }

  private long behind(Generation generation, Standing.Snapshot now) {
    return reach.head() - reach.least(generation, now.applied());
  }

  /**
   * Looks at the documents.
   *
   * @param live what it is to take the place of; null if there is nothing that it could be compared with
   */
  GateReport look(Standing standing, @Nullable Standing live) throws InterruptedException {
    Generation next = standing.generation();
    Set<Parked> parked = open(next);
    if (live == null) {
      List<String> findings = new ArrayList<>(List.of("There is nothing that it could be compared with"));
      parked.forEach(one -> findings.add("parked: " + one.key() + ", " + one.reason()));
      return new GateReport(parked.isEmpty(), false, 0, 0, 0, findings);
    }
    Generation old = live.generation();
    boolean binding = next.revision() == old.revision() && next.keys().equals(old.keys());
    Comparison comparison = Comparison.ofSample(store, old, next, SAMPLE);
    look(comparison, standing, live, LOOKS);
    return report(comparison, old, parked, binding);
  }

  /**
   * Compares all documents of a generation with those of the live one that it must come to the same as.
   *
   * @return null if some documents changed too fast to be compared, and no other differs: a later look tells
   */
  @Nullable GateReport lookAtAll(Standing standing, Standing live) throws InterruptedException {
    Generation next = standing.generation();
    Comparison comparison = Comparison.ofAll(store, live.generation(), next);
    look(comparison, standing, live, LOOKS_AT_ALL);
    return comparison.differing() > 0 || comparison.isSettled()
        ? report(comparison, live.generation(), open(next), true)
        : null;
  }

  private void look(Comparison comparison, Standing standing, Standing live, int looks) throws InterruptedException {
    SortedSet<String> views = views(live.generation(), standing.generation());
    for (int look = 0; look < looks && !comparison.isSettled(); look++) {
      if (look > 0) {
        catchUp(standing);
        catchUp(live);
      }
      for (String view : views) {
        comparison.look(view, () -> slack(live, standing));
      }
      if (comparison.isWalked() && comparison.differing() > 0) {
        return;
      }
    }
  }

  /** Waiting ends the rest between two batches: both come to the same event, however seldom they write. */
  private static void catchUp(Standing standing) throws InterruptedException {
    standing.await(standing.changes(), BETWEEN_NANOS);
  }

  private GateReport report(Comparison comparison, Generation old, Set<Parked> parked, boolean binding) {
    Set<String> known = new HashSet<>();
    open(old).forEach(one -> known.add(one.key()));
    List<String> findings = comparison.findings();
    boolean same = comparison.isSettled() && comparison.differing() == 0;
    boolean passed = !binding || same;
    for (Parked one : parked) {
      if (!known.contains(one.key())) {
        findings.add("parked: " + one.key() + ", " + one.reason());
        passed = false;
      }
    }
    return new GateReport(passed, binding, comparison.counted(), comparison.compared(), comparison.differing(), findings);
  }

  /** Events that one of them may have folded and the other not yet. */
  private long slack(Standing live, Standing next) {
    return Math.max(0, Math.max(behind(live.generation(), live.snapshot()), behind(next.generation(), next.snapshot())));
  }

  private Set<Parked> open(Generation generation) {
    Set<Parked> open = new HashSet<>();
    new ParkedStore(generation, store).all().stream().filter(Parked::isOpen).forEach(open::add);
    return open;
  }

  /** The views of both; what is parked is no view. */
  private SortedSet<String> views(Generation one, Generation other) {
    SortedSet<String> views = new TreeSet<>();
    for (String collection : store.collections()) {
      for (Generation generation : List.of(one, other)) {
        if (collection.endsWith(generation.suffix()) && !collection.startsWith(ParkedStore.COLLECTIONS)) {
          views.add(collection.substring(0, collection.length() - generation.suffix().length()));
        }
      }
    }
    return views;
  }
}
