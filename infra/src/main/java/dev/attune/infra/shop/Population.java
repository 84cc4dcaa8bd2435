package dev.attune.infra.shop;

import java.util.ArrayList;
import java.util.List;

/** The shoppers of a seed: the same in every run, so that they come back. */
final class Population {

  private static final long PLACE = 2;
  private static final List<String> FIRST_NAMES =
      List.of(
          "Anna", "Ben", "Clara", "David", "Elena", "Felix", "Greta", "Hugo", "Ines", "Jonas", "Karla", "Luis", "Marta",
          "Nils", "Olga", "Paul", "Rosa", "Simon", "Thea", "Viktor", "Amira", "Bilal", "Chiara", "Emeka", "Farah",
          "Hana", "Ivan", "Kofi", "Leila", "Mei", "Noor", "Priya", "Ravi", "Sofia", "Tomas", "Yuki");
  private static final List<String> LAST_NAMES =
      List.of(
          "Lindqvist", "Moreau", "Rossi", "Keller", "Okafor", "Silva", "Novak", "Janssen", "Murphy", "Weber", "Costa",
          "Dubois", "Haddad", "Ito", "Kaya", "Larsen", "Mensah", "Nowak", "Patel", "Quinn", "Ruiz", "Schmidt", "Tanaka",
          "Ueda", "Varga", "Walsh", "Young", "Zeller");
  private static final List<String> KINDS = List.of("mobile", "mobile", "mobile", "desktop", "desktop", "tablet");

  private final long seed;
  private final int live;

  /** @param live how many of the first ones have an account in any case, because they are watched */
  Population(long seed, int live) {
    this.seed = seed;
    this.live = live;
  }

  Shopper shopper(int number) {
    Draw draw = Draw.of(seed, PLACE, number);
    boolean account = draw.chance(0.55) || number < live;
    List<Device> devices = new ArrayList<>();
    devices.add(new Device(draw.of(KINDS), draw.uuid().toString()));
    if (draw.chance(0.25)) {
      devices.add(new Device(draw.of(KINDS), draw.uuid().toString()));
    }
    return new Shopper(
        number, draw.of(FIRST_NAMES), draw.of(LAST_NAMES), draw.of(City.ALL), List.copyOf(devices),
        draw.of(Department.ALL).category(), 0.5 + draw.share(), account);
  }
}
