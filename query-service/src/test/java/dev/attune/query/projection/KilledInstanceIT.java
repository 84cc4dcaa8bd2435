package dev.attune.query.projection;

import dev.attune.query.fixture.Instance;
import dev.attune.query.fixture.InstanceProcess;
import dev.attune.query.fixture.Levels;
import dev.attune.query.fixture.Readers;
import dev.attune.query.fixture.Town;
import dev.attune.query.fixture.Truth;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.attune.query.fixture.Instance.PROFILE;
import static dev.attune.query.fixture.Instance.TOTALS;
import static dev.attune.query.fixture.Town.reach;
import static org.assertj.core.api.Assertions.assertThat;

/** Instances that come, share the partitions, and are killed amid a batch, while more and more happens. */
class KilledInstanceIT {

  private static final Projection LEVELS = Levels.projection(1);
  private static final int KILLS = 4;

  private final AtomicBoolean enough = new AtomicBoolean();
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
  void adding_and_killing_instances_under_load_loses_and_doubles_nothing_and_fails_no_read() throws Exception {
    town.happen(2_000);
    Random random = new Random(13);
    try (Instance one = new Instance(town.bootstrap(), town.memory().connect(), PROFILE, TOTALS, LEVELS)) {
      for (Projection projection : new Projection[] {PROFILE, TOTALS, LEVELS}) {
        reach(one.live(projection), town.announce());
      }
      double before = folded(one);
      long from = town.announce();
      Thread load = Thread.ofVirtual().start(this::load);
      try (Readers readers = new Readers(one.live(PROFILE), town.people())) {
        for (int kill = 0; kill < KILLS; kill++) {
          try (InstanceProcess other = InstanceProcess.started(town, kill % 2 == 0 ? "" : "always-the-same");
              InstanceProcess third = kill % 3 == 2 ? InstanceProcess.started(town, "") : other) {
            Thread.sleep(random.nextInt(1_500));
            third.kill();
          }
        }
        enough.set(true);
        load.join();
        long head = town.announce();
        for (Projection projection : new Projection[] {PROFILE, TOTALS, LEVELS}) {
          reach(one.live(projection), head);
          assertThat(one.live(projection).ready().number()).as("nothing was begun anew").isEqualTo(1);
        }
        Truth.assertProfiles(town.relay(), one.live(PROFILE));
        Truth.assertTotals(town.relay(), one.live(TOTALS));
        assertThat(Levels.counted(one.live(LEVELS).all(one.live(LEVELS).ready(), "level")))
            .isEqualTo(Levels.truth(town.relay().log().stream().map(relayed -> relayed.envelope().stream()).toList()));
        assertThat(readers.failures()).isEmpty();
        assertThat(readers.reads()).isGreaterThan(500);
        assertThat(folded(one) - before).as("the others did some of it").isLessThan(head - from);
      }
    }
  }

  private static double folded(Instance one) {
    return one.meters().get("attune.projection.events").tag("projection", PROFILE.name()).counter().count();
  }

  private void load() {
    try {
      while (!enough.get()) {
        town.happen(60);
        town.announce();
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
