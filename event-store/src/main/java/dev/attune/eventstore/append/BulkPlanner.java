package dev.attune.eventstore.append;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Gives units of a file the heads that they follow, and finds the duplicates among them: against the log by a look-up,
 * against the file by what went before. Assumes that all that was planned before will be stored; {@link #forget} when it
 * was not.
 */
final class BulkPlanner {

  private static final int HEADS_IN_MEMORY = 50_000;

  private final BulkState state;
  private final Map<UUID, StreamHead> heads =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, StreamHead> eldest) {
          return size() > HEADS_IN_MEMORY;
        }
      };

  BulkPlanner(BulkState state) {
    this.state = state;
  }

  void forget() {
    heads.clear();
  }

  /** @param under what is under way to the database, and perhaps not to be seen yet */
  List<BulkEntry> plan(List<BulkUnit> units, List<BulkEntry> under) throws SQLException {
    Chunk chunk = new Chunk(new QueuedUnit.Chain(), state.holders(claims(units)), known(units), new HashMap<>());
    under.forEach(chunk::claim);
    List<BulkEntry> entries = new ArrayList<>(units.size());
    for (BulkUnit unit : units) {
      BulkEntry entry = chunk.entry(unit);
      chunk.claim(entry);
      entries.add(entry);
    }
    heads.putAll(chunk.heads());
    return entries;
  }

  /** @param claimants who takes a claim before */
  private record Chunk(
      QueuedUnit.Chain chain,
      Map<ClaimKey, ClaimHolder> holders,
      Map<UUID, StreamHead> heads,
      Map<ClaimKey, BulkEntry> claimants) {

    void claim(BulkEntry entry) {
      if (entry.queued() != null) {
        entry.unit().claims().forEach(claim -> claimants.put(ClaimKey.of(claim), entry));
      }
    }

    BulkEntry entry(BulkUnit unit) {
      BulkEntry entry = new BulkEntry(unit);
      try {
        if (isNew(entry)) {
          follow(entry);
        }
      } catch (AppendRejectedException refused) {
        entry.refuse(refused);
      } catch (IllegalArgumentException bad) {
        entry.refuse(new AppendRejectedException(bad));
      }
      return entry;
    }

    private boolean isNew(BulkEntry entry) {
      for (Claim claim : entry.unit().claims()) {
        ClaimHolder holder = holders.get(ClaimKey.of(claim));
        BulkEntry before = claimants.get(ClaimKey.of(claim));
        if (holder != null) {
          entry.settle(new Outcome.Taken(claim, holder));
          return false;
        }
        if (before != null) {
          entry.duplicate(claim, before);
          return false;
        }
      }
      return true;
    }

    private void follow(BulkEntry entry) {
      BulkUnit unit = entry.unit();
      StreamHead head = heads.getOrDefault(unit.stream(), StreamHead.empty(unit.stream()));
      Long expected = unit.expectedVersion();
      if (expected != null && expected != head.version()) {
        entry.settle(new Outcome.Conflict(unit.stream(), expected, head.version()));
        return;
      }
      QueuedUnit queued =
          QueuedUnit.of(
              new AppendUnit(unit.attempt(), List.of(new StreamAppend(head, unit.events())), unit.claims()), chain);
      entry.queue(queued);
      heads.put(unit.stream(), queued.heads().getFirst());
    }
  }

  private Map<UUID, StreamHead> known(List<BulkUnit> units) throws SQLException {
    Map<UUID, StreamHead> known = new HashMap<>();
    Set<UUID> streams = units.stream().map(BulkUnit::stream).collect(Collectors.toSet());
    List<UUID> unknown = new ArrayList<>();
    for (UUID stream : streams) {
      StreamHead head = heads.get(stream);
      if (head == null) {
        unknown.add(stream);
      } else {
        known.put(stream, head);
      }
    }
    known.putAll(state.heads(unknown));
    return known;
  }

  private static List<Claim> claims(List<BulkUnit> units) {
    return units.stream()
        .flatMap(unit -> unit.claims().stream())
        .filter(claim -> claim.key().length == 16)
        .toList();
  }
}
