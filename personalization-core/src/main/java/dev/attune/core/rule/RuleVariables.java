package dev.attune.core.rule;

import dev.attune.contracts.value.Value;
import dev.attune.core.profile.Profile;
import dev.attune.core.profile.Recent;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What a rule sees: values as CEL knows them. Decimals become doubles: CEL has no exact ones. */
public final class RuleVariables {

  private RuleVariables() {}

  /** The variables of a decision. */
  public static Map<String, Object> of(
      Profile profile, String session, Map<String, Value> context, String placement, Instant now) {
    return Map.of(
        "profile", profile(profile),
        "context", mapped(context, RuleVariables::value),
        "session", new TreeMap<>(Map.of("id", session, "offers", (long) profile.ledgerOf(session).consumed())),
        "placement", placement,
        "now", now);
  }

  private static Map<String, Object> profile(Profile profile) {
    Map<String, Object> map = new TreeMap<>();
    map.put("traits", mapped(profile.traits(), trait -> value(trait.value())));
    map.put("counts", mapped(profile.counts(), count -> count));
    map.put("spent", mapped(profile.spent(), BigDecimal::doubleValue));
    map.put("products", profile.products().stream().map(Recent::id).toList());
    map.put("categories", profile.categories().stream().map(Recent::id).toList());
    map.put("known", profile.holdsAny(dev.attune.contracts.Identity.USER));
    if (profile.firstSeen() != null) {
      map.put("first_seen", profile.firstSeen());
    }
    if (profile.lastSeen() != null) {
      map.put("last_seen", profile.lastSeen());
    }
    return map;
  }

  static Object value(Value value) {
    return switch (value) {
      case Value.Nothing nothing -> NullValue.NULL_VALUE;
      case Value.Flag flag -> flag.value();
      case Value.Whole whole -> whole.value();
      case Value.Decimal decimal -> decimal.value().doubleValue();
      case Value.Text text -> text.value();
      case Value.Items items -> List.copyOf(items.values().stream().map(RuleVariables::value).toList());
      case Value.Fields fields -> mapped(fields.values(), RuleVariables::value);
    };
  }

  static <V> Map<String, Object> mapped(Map<String, V> map, Function<V, Object> as) {
    Map<String, Object> result = new TreeMap<>();
    map.forEach((key, value) -> result.put(key, as.apply(value)));
    return result;
  }
}
