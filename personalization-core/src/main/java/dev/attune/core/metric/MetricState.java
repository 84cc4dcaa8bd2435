package dev.attune.core.metric;

import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one person for one metric. Immutable.
 *
 * <p><b>Any order.</b> The state is a function of the set of interactions and the latest {@code recordedAt} among them.
 * It is given each interaction once; repetitions are dropped before.
 *
 * <p><b>Moments.</b> A value may be asked for any moment that is not earlier than the latest {@code recordedAt} (a
 * minute earlier at most). The value at an earlier one is the value of a state of the interactions until then.
 * Interactions that lie in the future of the moment do not count, but in lifetime metrics.
 *
 * <p><b>Memory.</b> Time is cut into regions: of an hour for windows up to 24 hours (at most 26 are kept), of a day up
 * to 30 days (at most 32), of eight of the shop's days beyond (at most 47), one for lifetime. Each keeps at most
 * {@value Region#MOST} cells of time, or pairs of time and value, of 16 to about 60 bytes, texts of more than {@value
 * ValueText#MOST} characters being cut. So the most is about 1.5 MB (24 hours), 2 MB (30 days), 3 MB (365 days), and
 * five times that where all texts are of the greatest length; a person who did something a hundred times within the
 * window takes about 2 KB, and half of that when stored.
 *
 * <p><b>What gets coarser.</b> A region with more than that keeps minutes instead of milliseconds, then the whole hour;
 * or hours, then the day, instead of minutes; or the eight days instead of days. This matters only while the window
 * begins within it: then its oldest cell counts as a whole. If there are more than {@value Region#MOST} different
 * values in a region, those of a sample of its values are kept for {@code UNIQUE} (adaptive sampling: Flajolet,
 * Computing 43, 1990), and counts of all values in a count-min sketch for {@code TOP} (Cormode and Muthukrishnan, J.
 * Algorithms 55, 2005), with the names of those that occur most surely. {@code LAST} keeps the newest {@value
 * Newest#MOST} values.
 */
public sealed interface MetricState permits Tallies, Values, Newest {

  /** The state of somebody who has done nothing yet. */
  static MetricState empty(Metric metric) {
    return switch (metric.aggregation()) {
      case COUNT, SUM, AVERAGE, MIN, MAX -> Tallies.EMPTY;
      case UNIQUE, TOP -> Values.EMPTY;
      case LAST -> Newest.EMPTY;
    };
  }

  /**
   * The state after one more interaction; the same if the metric does not mean it.
   *
   * @param metric the one that the state is of
   * @param recordedAt of the envelope: what no window can reach any more by then is forgotten
   */
  MetricState with(Metric metric, InteractionRecorded event, Instant occurredAt, Instant recordedAt);

  /**
   * The latest {@code recordedAt} in it, in milliseconds since 1970; the least number there is if nothing is in it.
   */
  long horizon();

  /** The value at a moment. */
  MetricValue value(Metric metric, Instant now);

  /**
   * The next moment at which the value may change without another interaction. Until then it stays as it is. Null:
   * never.
   */
  @Nullable Instant nextChange(Metric metric, Instant now);
}
