package dev.attune.core.metric;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How often something happened in each cell, and what it came to. Cells are distinct.
 *
 * @param numbers sum, least or greatest number of each cell; empty where interactions are only counted
 */
record TallyRegion(long index, int step, long[] cells, long[] counts, BigDecimal[] numbers) implements Region {

  private static final BigDecimal[] NONE = {};

  /** A region in which nothing has happened yet. */
  static TallyRegion empty(long index) {
    return empty(index, 0);
  }

  private static TallyRegion empty(long index, int step) {
    return new TallyRegion(index, step, new long[0], new long[0], NONE);
  }

  /** The region after one more interaction, coarser if it has become too much. */
  TallyRegion with(long unit, @Nullable BigDecimal number, Grid grid, BinaryOperator<BigDecimal> merge) {
    TallyRegion next = plus(grid.cell(unit, step), 1, number, merge);
    return next.cells.length > MOST ? next.coarser(grid, merge) : next;
  }

  private TallyRegion plus(long cell, long count, @Nullable BigDecimal number, BinaryOperator<BigDecimal> merge) {
    int found = Arrays.binarySearch(cells, cell);
    if (found < 0) {
      int at = -found - 1;
      return new TallyRegion(
          index, step, Insertion.into(cells, at, cell), Insertion.into(counts, at, count),
          number == null ? NONE : Insertion.into(numbers, at, number));
    }
    BigDecimal[] merged = numbers;
    if (number != null) {
      merged = numbers.clone();
      merged[found] = merge.apply(numbers[found], number);
    }
    return new TallyRegion(index, step, cells, Insertion.replaced(counts, found, counts[found] + count), merged);
  }

  private TallyRegion coarser(Grid grid, BinaryOperator<BigDecimal> merge) {
    TallyRegion next = empty(index, step + 1);
    for (int i = 0; i < cells.length; i++) {
      next = next.plus(grid.cell(cells[i], step + 1), counts[i], numbers.length == 0 ? null : numbers[i], merge);
    }
    return next;
  }
}
