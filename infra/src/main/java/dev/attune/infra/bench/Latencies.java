package dev.attune.infra.bench;

import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;

/** Durations and their percentiles. Thread-safe. */
public final class Latencies {

  private static final double NANOS_IN_MILLI = 1e6;
  private static final int DIGITS = 3;

  private final String what;
  private final Samples samples;
  private final ConcurrentHistogram histogram = new ConcurrentHistogram(DIGITS);

  /** @param what is measured, for the raw samples */
  public Latencies(String what, Samples samples) {
    this.what = what;
    this.samples = samples;
  }

  /**
   * @param at nanoseconds since the start
   * @param nanos how long it took
   */
  public void add(long at, long nanos) {
    histogram.recordValue(Math.max(0, nanos));
    samples.add(what, at, nanos);
  }

  public long count() {
    return histogram.getTotalCount();
  }

  /** Count, median, the 99th and 99.9th percentile and the greatest, in milliseconds. */
  public List<Figure> figures(String subject) {
    return List.of(
        Figure.of(subject, "count", count()),
        Figure.of(subject, "p50_ms", millis(50)),
        Figure.of(subject, "p99_ms", millis(99)),
        Figure.of(subject, "p999_ms", millis(99.9)),
        Figure.of(subject, "max_ms", histogram.getMaxValue() / NANOS_IN_MILLI));
  }

  private double millis(double percentile) {
    return histogram.getValueAtPercentile(percentile) / NANOS_IN_MILLI;
  }
}
