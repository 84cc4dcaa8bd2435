package dev.attune.eventstore.append;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Finds the duplicates among the items of a file (against the log by a look-up, against the file by what went before), has
 * units made of the others, and gives them the heads that they follow. Assumes that all that was planned before will be
 * stored; {@link #forget} when it was not.
 */
final class BulkPlanner<T> {

  private static final int HEADS_IN_MEMORY = 50_000;
  private static final int MOST_BYTES = 4 << 20;

  private final BulkState state;
  private final BulkPlan<T> plan;
  private final Map<UUID, StreamHead> heads =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, StreamHead> eldest) {
          return size() > HEADS_IN_MEMORY;
        }
      };

  BulkPlanner(BulkState state, BulkPlan<T> plan) {
    this.state = state;
    this.plan = plan;
  }

  void forget() {
    heads.clear();
    plan.forget();
  }

  /**
   * Plans the first of the items, as many as go into a chunk.
   *
   * @param under what is under way to the database, and perhaps not to be seen yet
   */
  List<BulkEntry<T>> plan(List<T> items, List<BulkEntry<T>> under, int mostEvents) throws SQLException {
    List<BulkEntry<T>> entries = entries(items, under);
    plan.prepare(entries.stream().filter(BulkEntry::isNew).map(BulkEntry::item).toList());
    Map<BulkEntry<T>, BulkUnit> units = new LinkedHashMap<>();
    int planned = units(entries, mostEvents, units);
    follow(units);
    return entries.subList(0, planned);
  }

  /** The items, with what is known of those that are no news. */
  private List<BulkEntry<T>> entries(List<T> items, List<BulkEntry<T>> under) throws SQLException {
    List<Claim> unique = items.stream().flatMap(item -> plan.unique(item).stream()).toList();
    Map<ClaimKey, ClaimHolder> holders =
        state.holders(unique.stream().filter(claim -> claim.key().length == 16).toList());
    Map<ClaimKey, BulkEntry<T>> claimants = new HashMap<>();
    under.stream().filter(entry -> entry.queued() != null).forEach(entry -> claim(entry, claimants));
    List<BulkEntry<T>> entries = new ArrayList<>(items.size());
    for (T item : items) {
      BulkEntry<T> entry = new BulkEntry<>(item);
      try {
        lookUp(entry, holders, claimants);
        if (entry.isNew()) {
          claim(entry, claimants);
        }
      } catch (IllegalArgumentException bad) {
        entry.refuse(new AppendRejectedException(bad));
      }
      entries.add(entry);
    }
    return entries;
  }

  private void claim(BulkEntry<T> entry, Map<ClaimKey, BulkEntry<T>> claimants) {
    plan.unique(entry.item()).forEach(claim -> claimants.put(ClaimKey.of(claim), entry));
  }

  private void lookUp(
      BulkEntry<T> entry, Map<ClaimKey, ClaimHolder> holders, Map<ClaimKey, BulkEntry<T>> claimants) {
    for (Claim claim : plan.unique(entry.item())) {
      ClaimHolder holder = holders.get(ClaimKey.of(claim));
      BulkEntry<T> before = claimants.get(ClaimKey.of(claim));
      if (holder != null) {
        entry.settle(new Outcome.Taken(claim, holder));
        return;
      }
      if (before != null) {
        entry.duplicate(claim, before);
        return;
      }
    }
  }

  /** How many of the entries belong to the chunk: it ends when it is full, and behind what can never be stored. */
  private int units(List<BulkEntry<T>> entries, int mostEvents, Map<BulkEntry<T>, BulkUnit> into) {
    int events = 0;
    long bytes = 0;
    int planned = 0;
    for (BulkEntry<T> entry : entries) {
      if (entry.isNew()) {
        BulkUnit unit = plan.unit(entry.item());
        into.put(entry, unit);
        events += unit.events().size();
        for (NewEvent event : unit.events()) {
          bytes += event.event().data().length;
        }
      }
      planned++;
      if (entry.refused() || events >= mostEvents || bytes >= MOST_BYTES) {
        break;
      }
    }
    return planned;
  }

  private void follow(Map<BulkEntry<T>, BulkUnit> units) throws SQLException {
    List<UUID> unknown =
        units.values().stream().map(BulkUnit::stream).distinct().filter(stream -> !heads.containsKey(stream)).toList();
    Map<UUID, StreamHead> read = state.heads(unknown);
    QueuedUnit.Chain chain = new QueuedUnit.Chain();
    for (Map.Entry<BulkEntry<T>, BulkUnit> each : units.entrySet()) {
      if (!follow(each.getKey(), each.getValue(), read, chain)) {
        return;
      }
    }
  }

  /** False if it cannot be stored: what stands behind it may build on it, and is planned again without it. */
  private boolean follow(BulkEntry<T> entry, BulkUnit unit, Map<UUID, StreamHead> read, QueuedUnit.Chain chain) {
    StreamHead known = heads.get(unit.stream());
    StreamHead head = known != null ? known : read.getOrDefault(unit.stream(), StreamHead.empty(unit.stream()));
    Long expected = unit.expectedVersion();
    if (expected != null && expected != head.version()) {
      entry.settle(new Outcome.Conflict(unit.stream(), expected, head.version()));
      return true;
    }
    try {
      QueuedUnit queued =
          QueuedUnit.of(
              new AppendUnit(unit.attempt(), List.of(new StreamAppend(head, unit.events())), unit.claims()), chain);
      entry.queue(queued);
      heads.put(unit.stream(), queued.heads().getFirst());
      return true;
    } catch (AppendRejectedException refused) {
      entry.refuse(refused);
      return false;
    }
  }
}
