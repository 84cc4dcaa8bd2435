package dev.attune.query.metric;

import dev.attune.core.metric.MetricBytes;
import dev.attune.core.metric.MetricState;
import dev.attune.core.state.StateIn;
import dev.attune.core.state.StateOut;
import java.util.Collections;
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
record PersonMetrics(Map<String, MetricState> states, int bytes) {

  static final PersonMetrics NONE = new PersonMetrics(Map.of(), 0);

  private static final String STATES = "states";
  private static final int MORE = 40;

  PersonMetrics with(Map<String, MetricState> changed) {
    Map<String, MetricState> next = new TreeMap<>(states);
    next.putAll(changed);
    return new PersonMetrics(Collections.unmodifiableMap(next), bytes + MORE * changed.size());
  }

  Document document() {
    StateOut out = new StateOut();
    out.map(states, state -> MetricBytes.write(state, out));
    return new Document(STATES, new Binary(out.toBytes()));
  }

  static PersonMetrics of(Document document) {
    byte[] bytes = document.get(STATES, Binary.class).getData();
    StateIn in = new StateIn(bytes);
    Map<String, MetricState> states = in.map(new TreeMap<>(), () -> MetricBytes.read(in));
    in.end();
    return new PersonMetrics(Collections.unmodifiableMap(states), 4 * bytes.length);
  }
}
