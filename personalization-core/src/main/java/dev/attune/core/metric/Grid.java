package dev.attune.core.metric;

/**
 * How finely time is kept. Time is counted in the grid's units; cells gather what happened in one or more of them, and
 * a region is a fixed number of units that is made coarser, and forgotten, as a whole. What a region keeps is therefore
 * decided by what happened in it alone, and not by the order in which that arrived.
 */
enum Grid {
  /** Milliseconds, in regions of an hour. */
  MILLISECOND(1, 60_000, 3_600_000),
  /** Minutes, in regions of a day. */
  MINUTE(1, 60, 1_440),
  /** The shop's days, in regions of eight. */
  DAY(1, 8),
  /** All of time is one cell. */
  EVER(1);

  private static final long A_DAY = 86_400;

  /** Units of a cell, step by step coarser; the last is the whole region. */
  private final long[] sizes;

  Grid(long... sizes) {
    this.sizes = sizes;
  }

  /** The grid of windows of that length; 0: lifetime. */
  static Grid of(long seconds) {
    if (seconds == 0) {
      return EVER;
    }
    return seconds <= A_DAY ? MILLISECOND : seconds <= 30 * A_DAY ? MINUTE : DAY;
  }

  /** The last step: a cell is the whole region. */
  int lastStep() {
    return sizes.length - 1;
  }

  /** Units of a cell at a step. */
  long size(int step) {
    return sizes[step];
  }

  /** The region that a unit is in. */
  long region(long unit) {
    return Math.floorDiv(unit, size(lastStep()));
  }

  /** The first unit behind a region. */
  long end(long region) {
    return (region + 1) * size(lastStep());
  }

  /** The first unit of the cell that a unit is in. */
  long cell(long unit, int step) {
    return Math.floorDiv(unit, sizes[step]) * sizes[step];
  }
}
