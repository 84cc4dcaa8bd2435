package dev.attune.core.metric;

import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.value.Value;
import dev.attune.core.behaviour.OrderKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * State of last values.
 *
 * @param horizon the latest {@code recordedAt} in milliseconds since 1970
 * @param seen the newest ones, the newest first
 */
record Newest(long horizon, List<Seen> seen) implements MetricState {

  /** How many are kept: only the newest tells, unless it lies in the future of the moment that is asked for. */
  static final int MOST = 16;

  static final Newest EMPTY = new Newest(Long.MIN_VALUE, List.of());

  private static final Comparator<Seen> NEWEST_FIRST = Comparator.comparing(Seen::key).reversed();

  /** A value and its place among all that the person did. */
  record Seen(OrderKey key, Value value) {

    Instant at() {
      return key.at();
    }
  }

  @Override
  public MetricState with(Metric metric, InteractionRecorded event, Instant occurredAt, Instant recordedAt) {
    Value value = metric.means(event) ? ValueText.kept(metric.property(event)) : null;
    if (value == null) {
      return this;
    }
    long latest = Math.max(horizon, recordedAt.toEpochMilli());
    long reachable = metric.reachable(latest);
    List<Seen> next = new ArrayList<>(seen);
    Seen more = new Seen(new OrderKey(occurredAt, event.messageId(), event.source()), value);
    int place = Collections.binarySearch(next, more, NEWEST_FIRST);
    next.add(place < 0 ? -place - 1 : place, more);
    next.removeIf(old -> metric.window().unit(old.at()) < reachable);
    return new Newest(latest, List.copyOf(next.size() > MOST ? next.subList(0, MOST) : next));
  }

  @Override
  public MetricValue value(Metric metric, Instant now) {
    Window window = metric.window();
    long first = window.first(now);
    long last = window.unit(now);
    for (Seen one : seen) {
      long unit = window.unit(one.at());
      if (unit <= last) {
        return MetricValue.of(unit < first ? null : one.value(), false, null);
      }
    }
    return MetricValue.of(null, seen.size() == MOST, null);
  }

  @Override
  public @Nullable Instant nextChange(Metric metric, Instant now) {
    Window window = metric.window();
    long first = window.first(now);
    long last = window.unit(now);
    @Nullable Instant next = null;
    for (Seen one : seen) {
      long unit = window.unit(one.at());
      if (unit <= last) {
        Instant gone = unit < first ? null : window.beginsWith(unit + 1);
        return next == null || (gone != null && gone.isBefore(next)) ? gone : next;
      }
      next = window.begins(unit);
    }
    return next;
  }
}
