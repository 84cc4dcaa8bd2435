package dev.attune.query.profile;

import dev.attune.contracts.DefinitionEvent.ShopConfigured;
import dev.attune.query.definition.DefinitionReader;
import dev.attune.query.fixture.Definitions;
import dev.attune.query.fixture.Happenings;
import dev.attune.query.fixture.Instance;
import dev.attune.query.fixture.Town;
import dev.attune.query.history.ProfileHistory;
import dev.attune.query.projection.LiveProjection;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.query.fixture.Happenings.NOON;
import static dev.attune.query.fixture.Town.eventually;
import static dev.attune.query.fixture.Town.reach;
import static org.assertj.core.api.Assertions.assertThat;

/** The shop's zone decides on which days purchases were, of all history, on a real broker. */
class ShopZoneIT {

  private static final UUID SHOP = new UUID(3, 3);
  private static final UUID ADA = new UUID(3, 4);

  private Town town;

  @BeforeEach
  void begin() {
    town = new Town();
  }

  @AfterEach
  void end() {
    town.close();
  }

  @Test
  void another_zone_makes_another_generation_of_all_profiles_and_another_currency_none() throws Exception {
    Instant evening = Instant.parse("2026-03-01T22:00:00Z");
    Instant night = Instant.parse("2026-03-02T01:00:00Z");
    town.relay().happens(ADA, Happenings.purchase("m1", "1.00", evening), evening);
    town.relay().happens(ADA, Happenings.purchase("m2", "1.00", night), night);
    try (DefinitionReader definitions = Definitions.reader(town.bootstrap());
        Instance one =
            new Instance(
                town.bootstrap(), town.memory().connect(), definitions, Instance.SETTINGS, Instance.PROFILE)) {
      LiveProjection live = one.live(Instance.PROFILE);
      reach(live, town.announce());
      assertThat(days(live)).as("in UTC").isEqualTo(2);

      town.relay().happens(SHOP, new ShopConfigured("shop", 1, "Asia/Tokyo", "EUR"), NOON);
      town.announce();
      eventually(() -> live.ready().number() == 2);
      assertThat(days(live)).as("in Tokyo").isEqualTo(1);
      assertThat(ProfileProjection.zone(live.ready())).hasToString("Asia/Tokyo");

      town.relay().happens(SHOP, new ShopConfigured("shop", 2, "Asia/Tokyo", "JPY"), NOON);
      reach(live, town.announce());
      assertThat(live.ready().number()).isEqualTo(2);
      assertThat(live.generations()).hasSizeLessThanOrEqualTo(2);
    }
  }

  private static long days(LiveProjection live) {
    return Chapters.behaviour(live.find(live.ready(), ProfileHistory.VIEW, ADA.toString())).purchases().days();
  }
}
