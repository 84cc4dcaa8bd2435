package dev.attune.core.audience;

import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.metric.Metric;
import dev.attune.core.metric.MetricState;
import dev.attune.core.metric.MetricValue;
import dev.attune.core.profile.Profile;
import dev.attune.core.rule.PersonVariables;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an audience's rule is asked about.
 *
 * @param metrics state of each metric that the rule names, by key; of a metric that is not here, there is no value
 */
public record Person(Profile profile, Behaviour behaviour, Map<String, MetricState> metrics) {

  /** What a rule sees at a moment. */
  Map<String, Object> variables(Map<String, Metric> definitions, Instant now) {
    Map<String, MetricValue> values = new TreeMap<>();
    definitions.forEach((key, metric) -> {
      MetricState state = metrics.get(key);
      if (state != null) {
        values.put(key, state.value(metric, now));
      }
    });
    return PersonVariables.of(profile, behaviour, values, now);
  }
}
