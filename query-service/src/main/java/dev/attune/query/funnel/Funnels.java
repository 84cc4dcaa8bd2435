package dev.attune.query.funnel;

import dev.attune.core.definition.Insights;
import dev.attune.core.funnel.Funnel;
import dev.attune.query.projection.Fold;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The projection of funnels: a change of one, or of the shop's zone, concerns this one alone. */
public final class Funnels {

  /** Raised whenever the same events give other states or other bytes. */
  private static final int REVISION = 1;

  private static final String KEY = "funnel/";

  private Funnels() {}

  /** How funnels are folded. */
  public static Fold fold() {
    return new Fold(
        REVISION, Funnels::keys,
        (insights, keys) -> {
          Map<String, Funnel> funnels = compiled(insights, keys);
          return List.of(new FunnelView(funnels), new TotalsByDayView(funnels));
        });
  }

  /** What the fold knows a funnel by. */
  static String key(String funnel) {
    return KEY + funnel;
  }

  /** The funnels of a generation, compiled, by key. */
  static Map<String, Funnel> compiled(Insights insights, Set<String> keys) {
    Map<String, Funnel> funnels = new TreeMap<>();
    insights.funnels().forEach((key, funnel) -> {
      if (keys.contains(key(key))) {
        funnels.put(key, Funnel.of(funnel, ZoneId.of(insights.shop().zone())));
      }
    });
    return Collections.unmodifiableMap(funnels);
  }

  private static SortedMap<String, String> keys(Insights insights) {
    SortedMap<String, String> keys = new TreeMap<>();
    insights.funnels().forEach((key, funnel) -> keys.put(key(key), funnel.version() + " " + insights.shop().zone()));
    return keys;
  }
}
