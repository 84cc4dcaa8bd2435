package dev.attune.core.metric;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Regions in order of time, and what they have in common whatever they keep. */
final class Regions {

  private Regions() {}

  /** The list with one region put in or replaced, and without those that no window reaches any more. */
  static <R extends Region> List<R> with(List<R> regions, R region, Grid grid, long firstReachable) {
    List<R> next = new ArrayList<>(regions.size() + 1);
    boolean placed = false;
    for (R known : regions) {
      if (!placed && known.index() >= region.index()) {
        next.add(region);
        placed = true;
      }
      if (known.index() != region.index() && grid.end(known.index()) > firstReachable) {
        next.add(known);
      }
    }
    if (!placed) {
      next.add(region);
    }
    return List.copyOf(next);
  }

  /** The list without regions that no window reaches any more. */
  static <R extends Region> List<R> reachable(List<R> regions, Grid grid, long firstReachable) {
    return regions.isEmpty() || grid.end(regions.getFirst().index()) > firstReachable
        ? regions
        : regions.stream().filter(region -> grid.end(region.index()) > firstReachable).toList();
  }

  static <R extends Region> @Nullable R at(List<R> regions, long index) {
    for (int i = regions.size() - 1; i >= 0 && regions.get(i).index() >= index; i--) {
      if (regions.get(i).index() == index) {
        return regions.get(i);
      }
    }
    return null;
  }

  /** The next moment at which a cell leaves the window or comes into it; null: never. */
  static @Nullable Instant nextChange(List<? extends Region> regions, Window window, Instant now) {
    long first = window.first(now);
    long last = window.unit(now);
    @Nullable Instant next = null;
    for (Region region : regions) {
      long size = window.grid().size(region.step());
      for (long cell : region.cells()) {
        Instant at = cell > last ? window.begins(cell) : cell + size > first ? window.beginsWith(cell + size) : null;
        if (at != null && (next == null || at.isBefore(next))) {
          next = at;
        }
      }
    }
    return next;
  }
}
