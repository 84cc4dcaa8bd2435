package dev.attune.query.metric;

import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.wire.Envelope;
import dev.attune.core.match.ByName;
import dev.attune.core.metric.Metric;
import dev.attune.core.metric.MetricBytes;
import dev.attune.core.metric.MetricState;
import dev.attune.core.state.StateIn;
import dev.attune.core.state.StateOut;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * What is kept of one person.
 *
 * @param states by key of the metric; of a metric that meant nothing so far, there is none
 * @param bytes about how many they take
 */
public record PersonMetrics(Map<String, MetricState> states, int bytes) {

  public static final PersonMetrics NONE = new PersonMetrics(Map.of(), 0);

  private static final String STATES = "states";
  private static final int MORE = 40;

  /** What is kept after one more interaction; the same if it means nothing to any of the metrics. */
  public PersonMetrics after(ByName<Metric> metrics, InteractionRecorded interaction, Envelope envelope) {
    Map<String, MetricState> changed = new HashMap<>();
    for (Metric metric : metrics.of(interaction.name())) {
      String key = metric.definition().key();
      MetricState known = states.get(key);
      MetricState before = known == null ? MetricState.empty(metric) : known;
      MetricState after = before.with(metric, interaction, envelope.occurredAt(), envelope.recordedAt());
      if (after != before) {
        changed.put(key, after);
      }
    }
    return changed.isEmpty() ? this : with(changed);
  }

  private PersonMetrics with(Map<String, MetricState> changed) {
    Map<String, MetricState> next = new TreeMap<>(states);
    next.putAll(changed);
    return new PersonMetrics(Collections.unmodifiableMap(next), bytes + MORE * changed.size());
  }

  /** The document of it. */
  public Document document() {
    StateOut out = new StateOut();
    out.map(states, state -> MetricBytes.write(state, out));
    return new Document(STATES, new Binary(out.toBytes()));
  }

  /** What is in a document. */
  public static PersonMetrics of(Document document) {
    byte[] bytes = document.get(STATES, Binary.class).getData();
    StateIn in = new StateIn(bytes);
    Map<String, MetricState> states = in.map(new TreeMap<>(), () -> MetricBytes.read(in));
    in.end();
    return new PersonMetrics(Collections.unmodifiableMap(states), 4 * bytes.length);
  }
}
