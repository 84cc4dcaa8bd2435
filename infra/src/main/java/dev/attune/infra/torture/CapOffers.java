package dev.attune.infra.torture;

/** The offers of the cap's torture: more in every placement than a session may be shown in all. */
final class CapOffers {

  /** How many different offers a session may be shown. */
  static final int CAP = 3;

  static final int PLACEMENTS = 4;

  private static final int OFFERS_EACH = 4;

  private CapOffers() {}

  static String placement(int number) {
    return "torture-place-" + number;
  }

  /** Definitions in YAML. All offers of a placement have the same priority, so that lots decide. */
  static String yaml() {
    StringBuilder yaml = new StringBuilder("policy: {offersPerSession: %d}\nplacements:\n".formatted(CAP));
    for (int place = 0; place < PLACEMENTS; place++) {
      yaml.append("  %s: {fallback: {title: Welcome}}\n".formatted(placement(place)));
    }
    yaml.append("offers:\n");
    for (int place = 0; place < PLACEMENTS; place++) {
      for (int offer = 0; offer < OFFERS_EACH; offer++) {
        yaml.append("  torture-offer-%d-%d: {placements: [%s], priority: 10, content: {title: Offer, off: %d.50}}\n"
            .formatted(place, offer, placement(place), offer));
      }
    }
    return yaml.toString();
  }
}
