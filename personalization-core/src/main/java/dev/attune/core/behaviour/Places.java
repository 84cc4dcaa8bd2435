package dev.attune.core.behaviour;

import dev.attune.contracts.value.Value;
import dev.attune.core.profile.Properties;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the person is, as told by {@code context.location}, {@code context.timezone} and {@code context.locale}: the
 * {@value #KEPT} last ones.
 *
 * @param latest the last one last
 */
public record Places(List<Place> latest) {

  /** How many are kept. */
  public static final int KEPT = 10;

  /** None is known. */
  public static final Places NONE = new Places(List.of());

  /**
   * A place: the same if country, region, city and time zone are; the rest is as told last.
   *
   * @param country as told
   * @param region as told
   * @param city as told
   * @param timezone as told, an IANA name as a rule
   * @param locale as told, {@code de-DE}
   * @param point coordinates; null if none were told
   * @param firstSeen when the person was first there
   * @param lastSeen when the person was last there
   */
  public record Place(
      @Nullable String country,
      @Nullable String region,
      @Nullable String city,
      @Nullable String timezone,
      @Nullable String locale,
      @Nullable Point point,
      Instant firstSeen,
      Instant lastSeen) {

    private boolean isSame(Place other) {
      return Objects.equals(city, other.city)
          && Objects.equals(country, other.country)
          && Objects.equals(region, other.region)
          && Objects.equals(timezone, other.timezone);
    }
  }

  /**
   * Coordinates in degrees.
   *
   * @param latitude north of the equator
   * @param longitude east of Greenwich
   */
  public record Point(double latitude, double longitude) {}

  Places evolve(Map<String, Value> context, Instant at) {
    Place seen = place(context, at);
    if (seen == null) {
      return this;
    }
    int same = latest.size() - 1;
    while (same >= 0 && !latest.get(same).isSame(seen)) {
      same--;
    }
    return new Places(Kept.moved(latest, same, same < 0 ? seen : again(latest.get(same), seen), KEPT));
  }

  private static Place again(Place before, Place seen) {
    return new Place(
        seen.country(), seen.region(), seen.city(), seen.timezone(),
        seen.locale() == null ? before.locale() : seen.locale(),
        seen.point() == null ? before.point() : seen.point(),
        before.firstSeen(), seen.lastSeen());
  }

  private static @Nullable Place place(Map<String, Value> context, Instant at) {
    if (context.isEmpty()) {
      return null;
    }
    Map<String, Value> location = Properties.fields(context, "location");
    String timezone = Properties.text(context, "timezone");
    String locale = Properties.text(context, "locale");
    if (location.isEmpty() && timezone == null && locale == null) {
      return null;
    }
    return new Place(
        Properties.text(location, "country"), Properties.text(location, "region"), Properties.text(location, "city"),
        timezone, locale, point(location), at, at);
  }

  private static @Nullable Point point(Map<String, Value> location) {
    Double latitude = degrees(location.get("latitude"));
    Double longitude = degrees(location.get("longitude"));
    return latitude == null || longitude == null ? null : new Point(latitude, longitude);
  }

  private static @Nullable Double degrees(@Nullable Value value) {
    return switch (value) {
      case Value.Whole whole -> (double) whole.value();
      case Value.Decimal decimal -> decimal.value().doubleValue();
      case null, default -> null;
    };
  }
}
