package dev.attune.query.funnel;

import dev.attune.core.funnel.Funnel;
import dev.attune.core.funnel.FunnelBytes;
import dev.attune.core.funnel.FunnelState;
import dev.attune.core.state.StateIn;
import dev.attune.core.state.StateOut;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * Where one person stands.
 *
 * @param states by key of the funnel; of a funnel that nothing mattered to so far, there is none
 * @param missed how many interactions came too late for what was settled, see {@link FunnelState#takes}
 * @param bytes about how many it takes
 */
record PersonFunnels(Map<String, FunnelState> states, long missed, int bytes) {

  static final PersonFunnels NONE = new PersonFunnels(Map.of(), 0, 0);

  private static final String STATES = "states";
  private static final String MISSED = "missed";
  private static final int MORE = 120;

  PersonFunnels with(Map<String, FunnelState> changed, long moreMissed) {
    Map<String, FunnelState> next = new TreeMap<>(states);
    next.putAll(changed);
    return new PersonFunnels(Collections.unmodifiableMap(next), missed + moreMissed, bytes + MORE * changed.size());
  }

  Document document() {
    StateOut out = new StateOut();
    out.map(states, state -> FunnelBytes.write(state, out));
    return new Document(STATES, new Binary(out.toBytes())).append(MISSED, missed);
  }

  static PersonFunnels of(Document document, Map<String, Funnel> funnels) {
    byte[] bytes = document.get(STATES, Binary.class).getData();
    StateIn in = new StateIn(bytes);
    Map<String, FunnelState> states = new TreeMap<>();
    for (long left = in.whole(); left > 0; left--) {
      String key = in.text();
      Funnel funnel = funnels.get(key);
      if (funnel == null) {
        throw new IllegalArgumentException("There is a state of funnel '%s', which is not folded here".formatted(key));
      }
      states.put(key, FunnelBytes.read(funnel, in));
    }
    in.end();
    return new PersonFunnels(Collections.unmodifiableMap(states), document.getLong(MISSED), 4 * bytes.length);
  }
}
