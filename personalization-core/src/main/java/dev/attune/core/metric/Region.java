package dev.attune.core.metric;

/** What is kept of one region of the grid. Immutable. */
interface Region {

  /** Most cells, or most pairs of cell and value, of one region; more make it coarser. */
  int MOST = 1_000;

  /** Which region of the grid. */
  long index();

  /** How coarse its cells are. */
  int step();

  /** The first units of its cells, rising; a cell may occur several times. */
  long[] cells();
}
