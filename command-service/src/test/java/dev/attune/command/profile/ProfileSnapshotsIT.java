package dev.attune.command.profile;

import dev.attune.contracts.Event;
import dev.attune.contracts.Identity;
import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.eventstore.TestDatabase;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProfileSnapshotsIT {

  private static final Identity ADA = Identity.user("ada");
  private static final String SNAPSHOTS = "SELECT count(*) FROM attune.state_snapshot WHERE kind = 'profile'";

  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Counts the events that are read into profiles. */
  private static final class Counting implements EventCodec {

    final AtomicInteger decoded = new AtomicInteger();
    private final EventCodec codec = new AvroEventCodec();

    @Override
    public Encoded encode(Event event) {
      return codec.encode(event);
    }

    @Override
    public Event decode(Encoded encoded) {
      decoded.incrementAndGet();
      return codec.decode(encoded);
    }
  }

  private UUID ada(TestNode node, int interactions) {
    UUID profile = null;
    for (int i = 0; i < interactions; i++) {
      profile = node.record("product_view", ADA).orTimeout(30, TimeUnit.SECONDS).join();
    }
    assertThat(profile).isNotNull();
    return profile;
  }

  @Test
  void a_long_profile_is_read_from_its_snapshot_on_after_a_restart() throws Exception {
    UUID ada;
    try (TestNode node = new TestNode(database, new Counting(), 50)) {
      ada = ada(node, 120);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (database.value(SNAPSHOTS + " AND version > 100").equals("0")) {
        assertThat(System.nanoTime()).as("a snapshot in time").isLessThan(deadline);
        Thread.sleep(10);
      }
    }
    Counting restarted = new Counting();
    try (TestNode node = new TestNode(database, restarted, 50)) {
      assertThat(node.known(ada)).isEqualTo(node.stored(ada));
      assertThat(node.known(ada).counts()).containsEntry("product_view", 120L);
      assertThat(restarted.decoded).hasValueLessThan(25);
      assertThat(ada(node, 1)).isEqualTo(ada);
      assertThat(node.known(ada)).isEqualTo(node.stored(ada));
    }
  }

  @Test
  void nothing_is_kept_if_snapshots_are_switched_off() throws Exception {
    try (TestNode node = new TestNode(database, new Counting(), 0)) {
      ada(node, 60);
    }
    Thread.sleep(300);
    assertThat(database.value(SNAPSHOTS)).isEqualTo("0");
  }
}
