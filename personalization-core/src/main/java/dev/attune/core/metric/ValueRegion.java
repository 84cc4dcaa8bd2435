package dev.attune.core.metric;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which values occurred in each cell of a region, in order of cell and value.
 *
 * @param level 0: all values are here; n: only those with a luck of n or more
 * @param counts how often, where they are counted and all values are here; else 0
 * @param luck of the value ({@code UNIQUE}), or the greatest of its interactions ({@code TOP}), see {@link Hash#luck}
 * @param sketch how often each value occurred, where they are counted and not all values are here
 */
record ValueRegion(
    long index,
    int step,
    int level,
    long[] cells,
    String[] values,
    long[] counts,
    byte[] luck,
    @Nullable CountMin sketch)
    implements Region {

  private static final String[] NO_TEXTS = {};

  static ValueRegion empty(long index) {
    return empty(index, 0, 0, null);
  }

  private static ValueRegion empty(long index, int step, int level, @Nullable CountMin sketch) {
    return new ValueRegion(index, step, level, new long[0], NO_TEXTS, new long[0], new byte[0], sketch);
  }

  /**
   * The region after one more occurrence, coarser if it has become too much.
   *
   * @param count 1 if occurrences are counted, 0 if only values are
   */
  ValueRegion with(long unit, String value, long count, byte lucky, Grid grid) {
    if (level == 0) {
      return plus(grid.cell(unit, step), value, count, lucky).fitting(grid, count > 0);
    }
    CountMin counted = sketch == null ? null : sketch.plus(new String[] {value}, new long[] {count});
    ValueRegion next = new ValueRegion(index, step, level, cells, values, counts, luck, counted);
    return lucky < level ? next : next.plus(grid.cell(unit, step), value, 0, lucky).fitting(grid, count > 0);
  }

  private ValueRegion plus(long cell, String value, long count, byte lucky) {
    int at = place(cell, value);
    if (at < cells.length && cells[at] == cell && values[at].equals(value)) {
      byte[] luckier = luck;
      if (lucky > luck[at]) {
        luckier = luck.clone();
        luckier[at] = lucky;
      }
      return new ValueRegion(
          index, step, level, cells, values,
          count == 0 ? counts : Insertion.replaced(counts, at, counts[at] + count), luckier, sketch);
    }
    return new ValueRegion(
        index, step, level, Insertion.into(cells, at, cell), Insertion.into(values, at, value),
        Insertion.into(counts, at, count), Insertion.into(luck, at, lucky), sketch);
  }

  private int place(long cell, String value) {
    int low = 0;
    int high = cells.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = Long.compare(cells[middle], cell);
      if (order < 0 || (order == 0 && values[middle].compareTo(value) < 0)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private ValueRegion fitting(Grid grid, boolean counted) {
    ValueRegion next = this;
    while (next.cells.length > MOST) {
      next = next.step < grid.lastStep() ? next.coarser(grid) : next.sampled(next.level + 1, counted);
    }
    return next;
  }

  private ValueRegion coarser(Grid grid) {
    ValueRegion next = empty(index, step + 1, 0, null);
    for (int i = 0; i < cells.length; i++) {
      next = next.plus(grid.cell(cells[i], step + 1), values[i], counts[i], luck[i]);
    }
    return next;
  }

  private ValueRegion sampled(int higher, boolean counted) {
    CountMin all = sketch;
    if (counted && all == null) {
      all = CountMin.empty().plus(values, counts);
    }
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      if (luck[i] >= higher) {
        kept.add(i);
      }
    }
    ValueRegion next =
        new ValueRegion(
            index, step, higher, new long[kept.size()], new String[kept.size()], new long[kept.size()],
            new byte[kept.size()], all);
    for (int i = 0; i < kept.size(); i++) {
      next.cells[i] = cells[kept.get(i)];
      next.values[i] = values[kept.get(i)];
      next.luck[i] = luck[kept.get(i)];
    }
    return next;
  }
}
