package dev.attune.infra.shop;

import java.util.List;

/**
 * What a category sells.
 *
 * @param category its key
 * @param things what there is
 * @param kinds of each thing
 * @param least lowest price in euros
 * @param most highest price in euros
 */
record Department(String category, List<String> things, List<String> kinds, int least, int most) {

  /** All of the shop's. */
  static final List<Department> ALL =
      List.of(
          new Department("coffee",
              List.of("Espresso beans", "Filter roast", "Hand grinder", "Moka pot", "Pour-over set"),
              List.of("Sidamo", "Antigua", "Night shift", "Harbour", "Number 4"), 7, 64),
          new Department("running", List.of("Trail shoe", "Road shoe", "Rain jacket", "Head torch", "Running belt"),
              List.of("Ridge", "Tempo", "Marathon", "Dawn", "Loop"), 18, 159),
          new Department("books", List.of("Novel", "Cookbook", "Atlas", "Field guide", "Notebook"),
              List.of("of the Coast", "for Beginners", "of Small Things", "in Winter", "by Night"), 9, 48),
          new Department("kitchen", List.of("Chef's knife", "Cast-iron pan", "Mixing bowl", "Carafe", "Cutting board"),
              List.of("Nord", "Olive", "Atelier", "Duo", "Classic"), 12, 129),
          new Department("garden", List.of("Pruning shears", "Watering can", "Seed box", "Planter", "Garden lamp"),
              List.of("Meadow", "Terrace", "Balcony", "Orchard", "Willow"), 6, 89),
          new Department("audio", List.of("Headphones", "Record player", "Kitchen radio", "Speaker", "Earbuds"),
              List.of("Mono", "Studio", "Walk", "Loft", "Quiet"), 29, 319),
          new Department("kids", List.of("Wooden train", "Picture puzzle", "Balance bike", "Night light", "Paint set"),
              List.of("Fox", "Lighthouse", "Comet", "Island", "Forest"), 8, 119),
          new Department("travel", List.of("Weekend bag", "Backpack", "Rain cover", "Travel mug", "Packing cubes"),
              List.of("Harbour", "Summit", "Metro", "Sleeper", "Cabin"), 11, 189));
}
