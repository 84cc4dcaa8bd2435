package dev.attune.query.projection;

import java.time.Duration;

/**
 * How projections are run.
 *
 * @param cacheBytes memory for the states of each view of each generation, roughly
 * @param batch records that are folded together at most
 * @param lanes parts of a large batch that are folded and written side by side; 0: half as many as processors, one to four
 * @param lag events that a generation may be behind the log when it passes the gate
 * @param share percent of the time that all generations that are built have together while requests are under way, 1 to
 *     100; 100: they give way to none
 * @param grace how long documents stay that nobody is to read any more: requests under way may still do
 */
public record RunnerSettings(long cacheBytes, int batch, int lanes, long lag, int share, Duration grace) {

  public RunnerSettings {
    if (share < 1 || share > 100) {
      throw new IllegalArgumentException("The share of rebuilds is a percentage from 1 to 100, not " + share);
    }
  }
}
