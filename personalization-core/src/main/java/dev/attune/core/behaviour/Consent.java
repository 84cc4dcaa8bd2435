package dev.attune.core.behaviour;

import dev.attune.contracts.value.Value;
import dev.attune.core.profile.Properties;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What the person agreed to. It is told in one of these ways, the last word by event time counts, and of two in one event
 * the later one in this list:
 *
 * <ul>
 *   <li>{@code context.consent.categoryPreferences} of any event, as Segment has it: {@code {"Advertising": true}}
 *   <li>the trait {@code consent}, an object of the same form
 *   <li>the interactions {@code consent_given} and {@code consent_withdrawn} with the property {@code purpose} (a text) or
 *       {@code purposes} (a list of texts)
 * </ul>
 *
 * <p>At most {@value #MOST} purposes are kept; what else is told then is left out.
 *
 * @param choices by purpose, sorted
 */
public record Consent(Map<String, Choice> choices) {

  /** How many purposes are kept. */
  public static final int MOST = 100;

  /** Nothing was said. */
  public static final Consent NONE = new Consent(Map.of());

  private static final String GIVEN = "consent_given";
  private static final String WITHDRAWN = "consent_withdrawn";

  /**
   * What was chosen for a purpose.
   *
   * @param granted true if the person agreed
   * @param since when that was first said, with nothing else said in between
   * @param source that told it
   */
  public record Choice(boolean granted, Instant since, UUID source) {}

  Consent evolve(Happening next) {
    Map<String, Value> said = next.said();
    Consent after = with(Properties.fields(Properties.fields(next.context(), "consent"), "categoryPreferences"), next);
    return switch (next.interaction()) {
      case null -> after.with(Properties.fields(said, "consent"), next);
      case GIVEN -> after.withAll(said, true, next);
      case WITHDRAWN -> after.withAll(said, false, next);
      default -> after;
    };
  }

  private Consent with(Map<String, Value> preferences, Happening next) {
    Consent after = this;
    for (Map.Entry<String, Value> preference : preferences.entrySet()) {
      if (preference.getValue() instanceof Value.Flag flag) {
        after = after.with(preference.getKey(), flag.value(), next);
      }
    }
    return after;
  }

  private Consent withAll(Map<String, Value> said, boolean granted, Happening next) {
    Consent after = this;
    if (said.get("purposes") instanceof Value.Items purposes) {
      for (Value purpose : purposes.values()) {
        after = purpose instanceof Value.Text text ? after.with(text.value(), granted, next) : after;
      }
    }
    String purpose = Properties.text(said, "purpose");
    return purpose == null ? after : after.with(purpose, granted, next);
  }

  private Consent with(String purpose, boolean granted, Happening next) {
    Choice before = choices.get(purpose);
    if (before == null ? choices.size() >= MOST : before.granted() == granted) {
      return this;
    }
    Map<String, Choice> after = new TreeMap<>(choices);
    after.put(purpose, new Choice(granted, next.at(), next.source()));
    return new Consent(Collections.unmodifiableMap(after));
  }
}
