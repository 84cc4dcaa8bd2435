package dev.attune.query.projection;

import java.time.Duration;

/**
 * How projections are run.
 *
 * @param cacheBytes memory for the states of each view of each generation, roughly
 * @param batch records that are folded together at most
 * @param lanes parts of a large batch that are folded and written side by side; 0: half as many as processors, one to four
 * @param lag events that a generation may be behind the log when it passes the gate
 * @param grace how long documents stay that nobody is to read any more: requests under way may still do
 */
public record RunnerSettings(long cacheBytes, int batch, int lanes, long lag, Duration grace) {}
