package dev.attune.core.rule;

import dev.attune.contracts.Identity;
import dev.attune.core.behaviour.Behaviour;
import dev.attune.core.behaviour.Favourites;
import dev.attune.core.behaviour.Purchases;
import dev.attune.core.behaviour.Sessions;
import dev.attune.core.behaviour.Sessions.Session;
import dev.attune.core.metric.MetricValue;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.Recent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a rule about people sees, under {@code profile}:
 *
 * <ul>
 * <li>{@code traits}: by name, as told last by event time
 * <li>{@code counts}: how many interactions there were, by name
 * <li>{@code spent}: what purchases brought, by currency (a double)
 * <li>{@code first_seen}, {@code last_seen}: timestamps; missing before the first interaction
 * <li>{@code products}, {@code categories}: the last ten of each, the latest first
 * <li>{@code favourite_categories}, {@code favourite_brands}: the ten most seen lately
 * <li>{@code known}: true if the person has a user id
 * <li>{@code purchases}: {@code count}, {@code days}, and {@code first}, {@code last} if there were any
 * <li>{@code sessions}: {@code count}, and {@code last_start}, {@code last_end} if there were any
 * <li>{@code metrics}: by key, a number, a text, or a list of texts ({@code top}); missing where there is no value
 * </ul>
 *
 * and {@code now}. A missing key makes a rule fail, and who it fails for does not belong: ask with {@code has()} first.
 * Decimals become doubles, for CEL has no exact ones.
 */
public final class PersonVariables {

  /** The fields of the profile. */
  public static final List<String> FIELDS =
      List.of(
          "traits", "counts", "spent", "first_seen", "last_seen", "products", "categories", "favourite_categories",
          "favourite_brands", "known", "purchases", "sessions", "metrics");

  static final String METRICS = "metrics";

  private static final int MOST_FAVOURITES = 10;

  private PersonVariables() {}

  /** The variables at a moment. */
  public static Map<String, Object> of(
      Profile profile, Behaviour behaviour, Map<String, MetricValue> metrics, Instant now) {
    return Map.of("profile", fields(profile, behaviour, metrics), "now", now);
  }

  private static Map<String, Object> fields(
      Profile profile, Behaviour behaviour, Map<String, MetricValue> metrics) {
    Map<String, Object> map = new TreeMap<>();
    map.put("traits", RuleVariables.mapped(behaviour.traits().current(), told -> RuleVariables.value(told.value())));
    map.put("counts", RuleVariables.mapped(profile.counts(), count -> count));
    map.put("spent", RuleVariables.mapped(profile.spent(), BigDecimal::doubleValue));
    put(map, "first_seen", profile.firstSeen());
    put(map, "last_seen", profile.lastSeen());
    map.put("products", profile.products().stream().map(Recent::id).toList());
    map.put("categories", profile.categories().stream().map(Recent::id).toList());
    map.put("favourite_categories", keys(behaviour.categories()));
    map.put("favourite_brands", keys(behaviour.brands()));
    map.put("known", profile.holdsAny(Identity.USER));
    map.put("purchases", purchases(behaviour.purchases()));
    map.put("sessions", sessions(behaviour.sessions()));
    map.put(METRICS, metrics(metrics));
    return map;
  }

  private static Map<String, Object> purchases(Purchases purchases) {
    Map<String, Object> map = new TreeMap<>();
    map.put("count", purchases.count());
    map.put("days", purchases.days());
    put(map, "first", purchases.first());
    put(map, "last", purchases.last());
    return map;
  }

  private static Map<String, Object> sessions(Sessions sessions) {
    Map<String, Object> map = new TreeMap<>();
    map.put("count", sessions.totals().sessions());
    if (!sessions.latest().isEmpty()) {
      Session last = sessions.latest().getLast();
      map.put("last_start", last.start());
      map.put("last_end", last.end());
    }
    return map;
  }

  private static Map<String, Object> metrics(Map<String, MetricValue> metrics) {
    Map<String, Object> map = new TreeMap<>();
    metrics.forEach((key, metric) -> {
      if (metric.value() != null) {
        map.put(key, RuleVariables.value(metric.value()));
      } else if (!metric.top().isEmpty()) {
        map.put(key, metric.top().stream().map(MetricValue.Frequent::value).toList());
      }
    });
    return map;
  }

  private static List<String> keys(Favourites favourites) {
    return favourites.top(MOST_FAVOURITES).stream().map(Favourites.Favourite::key).toList();
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
