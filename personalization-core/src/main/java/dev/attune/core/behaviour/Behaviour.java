package dev.attune.core.behaviour;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of how one person behaves. Immutable. What depends on the present moment (the current session, recency,
 * favourites) is a function of this and of that moment.
 *
 * @param last place of the last thing folded; null before the first one
 * @param firstSeen when the first thing happened; null before it
 * @param lastSeen when the last thing happened; null before it
 * @param interactions how many there were
 * @param traits what was told of the person, with earlier values
 * @param consent what the person agreed to and what not
 * @param devices what the person uses
 * @param places where the person is
 * @param sessions when the person was there
 * @param purchases how recently, how often and for how much the person bought
 * @param categories those of which the person saw most lately
 * @param brands those of which the person saw most lately
 */
public record Behaviour(
    @Nullable OrderKey last,
    @Nullable Instant firstSeen,
    @Nullable Instant lastSeen,
    long interactions,
    Traits traits,
    Consent consent,
    Devices devices,
    Places places,
    Sessions sessions,
    Purchases purchases,
    Favourites categories,
    Favourites brands) {

  /** Nothing is known yet. */
  public static final Behaviour NONE =
      new Behaviour(
          null, null, null, 0, Traits.NONE, Consent.NONE, Devices.NONE, Places.NONE, Sessions.NONE, Purchases.NONE,
          Favourites.NONE, Favourites.NONE);

  /** True if something at that place comes after all that is folded: it can be folded on top. */
  public boolean isBefore(OrderKey key) {
    return last == null || last.compareTo(key) < 0;
  }
}
