package dev.attune.core.behaviour;

import dev.attune.core.behaviour.Consent.Choice;
import dev.attune.core.behaviour.Devices.Device;
import dev.attune.core.behaviour.Favourites.Favourite;
import dev.attune.core.behaviour.Places.Place;
import dev.attune.core.behaviour.Places.Point;
import dev.attune.core.behaviour.Sessions.Session;
import dev.attune.core.behaviour.Sessions.Sums;
import dev.attune.core.behaviour.Traits.Told;
import dev.attune.core.state.StateIn;
import dev.attune.core.state.StateOut;
import dev.attune.core.state.ValueBytes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A behaviour as bytes: about 60 for a session, 20 for a favourite. */
public final class BehaviourBytes {

  /** Raised whenever the bytes are written in another way: views that hold them are rebuilt. */
  public static final int REVISION = 1;

  private BehaviourBytes() {}

  public static byte[] encode(Behaviour behaviour) {
    StateOut out = new StateOut();
    out.optional(behaviour.last(), key -> key.write(out));
    out.optional(behaviour.firstSeen(), out::time);
    out.whole(behaviour.interactions());
    out.map(behaviour.traits().values(), values -> out.all(values, told -> write(told, out)));
    out.map(behaviour.consent().choices(), choice -> write(choice, out));
    out.all(behaviour.devices().latest(), device -> write(device, out));
    out.all(behaviour.places().latest(), place -> write(place, out));
    out.all(behaviour.sessions().latest(), session -> write(session, out));
    write(behaviour.sessions().earlier(), out);
    write(behaviour.purchases(), out);
    write(behaviour.categories(), out);
    write(behaviour.brands(), out);
    return out.toBytes();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws RuntimeException if the bytes are damaged
   */
  public static Behaviour decode(byte[] bytes) {
    StateIn in = new StateIn(bytes);
    OrderKey last = in.optional(() -> OrderKey.read(in));
    Behaviour behaviour =
        new Behaviour(
            last,
            in.optional(in::time),
            last == null ? null : last.at(),
            in.whole(),
            new Traits(sorted(in, () -> in.list(() -> told(in)))),
            new Consent(sorted(in, () -> new Choice(in.flag(), in.time(), in.known()))),
            new Devices(in.list(() -> device(in))),
            new Places(in.list(() -> place(in))),
            new Sessions(in.list(() -> session(in)), sums(in)),
            purchases(in),
            favourites(in),
            favourites(in));
    in.end();
    return behaviour;
  }

  private static void write(Told told, StateOut out) {
    ValueBytes.write(told.value(), out);
    span(told.since(), told.until(), out);
    out.known(told.source());
  }

  private static Told told(StateIn in) {
    var value = ValueBytes.read(in);
    Instant since = in.time();
    return new Told(value, since, until(since, in), in.known());
  }

  private static void write(Choice choice, StateOut out) {
    out.flag(choice.granted());
    out.time(choice.since());
    out.known(choice.source());
  }

  private static void write(Device device, StateOut out) {
    out.optional(device.id(), out::text);
    out.optional(device.type(), out::word);
    out.optional(device.family(), out::word);
    out.optional(device.system(), out::word);
    span(device.firstSeen(), device.lastSeen(), out);
  }

  private static Device device(StateIn in) {
    String id = in.optional(in::text);
    String type = in.optional(in::word);
    String family = in.optional(in::word);
    String system = in.optional(in::word);
    Instant first = in.time();
    return new Device(id, type, family, system, first, until(first, in));
  }

  private static void write(Place place, StateOut out) {
    out.optional(place.country(), out::word);
    out.optional(place.region(), out::word);
    out.optional(place.city(), out::word);
    out.optional(place.timezone(), out::word);
    out.optional(place.locale(), out::word);
    out.optional(
        place.point(),
        point -> {
          out.real(point.latitude());
          out.real(point.longitude());
        });
    span(place.firstSeen(), place.lastSeen(), out);
  }

  private static Place place(StateIn in) {
    String country = in.optional(in::word);
    String region = in.optional(in::word);
    String city = in.optional(in::word);
    String timezone = in.optional(in::word);
    String locale = in.optional(in::word);
    Point point = in.optional(() -> new Point(in.real(), in.real()));
    Instant first = in.time();
    return new Place(country, region, city, timezone, locale, point, first, until(first, in));
  }

  private static void write(Session session, StateOut out) {
    out.text(session.id());
    out.flag(session.derived());
    span(session.start(), session.end(), out);
    out.whole(session.interactions());
    out.known(session.source());
  }

  private static Session session(StateIn in) {
    String id = in.text();
    boolean derived = in.flag();
    Instant start = in.time();
    return new Session(id, derived, start, until(start, in), in.whole(), in.known());
  }

  private static void write(Sums sums, StateOut out) {
    out.whole(sums.sessions());
    out.whole(sums.interactions());
    out.whole(sums.time().dividedBy(Duration.of(1, ChronoUnit.MICROS)));
  }

  private static Sums sums(StateIn in) {
    return new Sums(in.whole(), in.whole(), Duration.of(in.whole(), ChronoUnit.MICROS));
  }

  private static void write(Purchases purchases, StateOut out) {
    out.whole(purchases.count());
    out.whole(purchases.days());
    out.optional(purchases.first(), out::time);
    out.optional(purchases.last(), out::time);
    out.optional(purchases.lastDay(), day -> out.whole(day.toEpochDay()));
    out.map(purchases.spent(), out::decimal);
  }

  private static Purchases purchases(StateIn in) {
    return new Purchases(
        in.whole(), in.whole(), in.optional(in::time), in.optional(in::time), day(in), sorted(in, in::decimal));
  }

  private static @Nullable LocalDate day(StateIn in) {
    return in.optional(() -> LocalDate.ofEpochDay(in.whole()));
  }

  private static void write(Favourites favourites, StateOut out) {
    out.all(
        favourites.keys(),
        favourite -> {
          out.text(favourite.key());
          out.real(favourite.weight());
        });
  }

  private static Favourites favourites(StateIn in) {
    return new Favourites(in.list(() -> new Favourite(in.text(), in.real())));
  }

  /** An end takes few bytes after its beginning. */
  private static void span(Instant from, Instant to, StateOut out) {
    out.time(from);
    out.whole(ChronoUnit.MICROS.between(from, to));
  }

  private static Instant until(Instant from, StateIn in) {
    return from.plus(in.whole(), ChronoUnit.MICROS);
  }

  private static <V> Map<String, V> sorted(StateIn in, Supplier<V> read) {
    return Collections.unmodifiableMap(in.map(new TreeMap<>(), read));
  }
}
