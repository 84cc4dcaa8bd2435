package dev.attune.core.audience;

import dev.attune.contracts.DefinitionEvent.AudiencePublished;
import dev.attune.core.metric.Metric;
import dev.attune.core.metric.MetricState;
import dev.attune.core.rule.Reading;
import dev.attune.core.rule.Rules;
import dev.attune.core.rule.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An audience's definition, compiled, with the metrics that its rule names. Thread-safe. */
public final class Audience {

  /** So many moments ahead are looked at, at which something might change; then it has to be asked again. */
  static final int LOOK_AHEAD = 16;

  private final AudiencePublished definition;
  private final Rules rules;
  private final Reading reading;
  private final Map<String, Metric> metrics;

  private Audience(AudiencePublished definition, Rules rules, Reading reading, Map<String, Metric> metrics) {
    this.definition = definition;
    this.rules = rules;
    this.reading = reading;
    this.metrics = metrics;
  }

  /**
   * Compiles.
   *
   * @param rules of people
   * @param defined all metrics by key; those that the rule names and that are not defined have no value
   * @throws IllegalArgumentException if the rule is none
   */
  public static Audience of(AudiencePublished definition, Rules rules, Map<String, Metric> defined) {
    Reading reading = rules.read(definition.rule());
    Map<String, Metric> used = new TreeMap<>();
    for (String key : reading.metrics()) {
      Metric metric = defined.get(key);
      if (metric != null) {
        used.put(key, metric);
      }
    }
    return new Audience(definition, rules, reading, used);
  }

  /** What it was compiled from. */
  public AudiencePublished definition() {
    return definition;
  }

  /** The metrics that have to be kept for it, by key. */
  public Map<String, Metric> metrics() {
    return metrics;
  }

  /**
   * Whether a person belongs at a moment, and how long that is certain.
   *
   * @param now not earlier than the person's latest event; cut to microseconds
   */
  public Membership membership(Person person, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MICROS);
    Verdict verdict = verdict(person, at);
    String failure = verdict instanceof Verdict.Failed failed ? failed.reason() : null;
    return new Membership(verdict instanceof Verdict.Holds, failure, until(person, at, verdict));
  }

  private @Nullable Instant until(Person person, Instant now, Verdict verdict) {
    Moments moments = Moments.of(reading, person.variables(metrics, now));
    Instant at = now;
    for (int looked = 0; ; looked++) {
      Instant next = next(person, moments, at);
      if (next == null || looked == LOOK_AHEAD || !isSame(verdict, verdict(person, next))) {
        return next;
      }
      at = next;
    }
  }

  private @Nullable Instant next(Person person, Moments moments, Instant after) {
    @Nullable Instant next = moments.after(after);
    for (Map.Entry<String, Metric> metric : metrics.entrySet()) {
      MetricState state = person.metrics().get(metric.getKey());
      Instant change = state == null ? null : state.nextChange(metric.getValue(), after);
      if (change != null && (next == null || change.isBefore(next))) {
        next = change;
      }
    }
    return next;
  }

  private Verdict verdict(Person person, Instant now) {
    return rules.evaluate(definition.rule(), person.variables(metrics, now));
  }

  /** Who the rule does not hold for and who it fails for are equally out. */
  private static boolean isSame(Verdict a, Verdict b) {
    return a instanceof Verdict.Holds == b instanceof Verdict.Holds;
  }
}
