package dev.attune.command.outbound;

import dev.attune.command.outbound.Lease.LeaseLostException;
import dev.attune.command.outbound.RelayState.Role;
import dev.attune.contracts.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A leader that is frozen, loses the lease and thaws. PostgreSQL fences its checkpoint; nothing fences what its producer
 * still holds, which gets into the topic behind the new leader's records and must do no harm there.
 */
class FrozenLeaderIT {

  private static final int PARTITIONS = 8;

  private static TestBroker broker;

  private TestLog log;
  private RelayProcess old;
  private Relay relay;
  private RelayState state;

  @BeforeAll
  static void startBroker() {
    broker = TestBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void start() throws Exception {
    broker.deleteTopics();
    log = new TestLog();
    old = RelayProcess.start(log, broker, PARTITIONS, "lease-old");
    await(() -> old.role() == Role.LEADING);
    state = new RelayState();
    relay =
        new Relay(
            log.connections("lease-new"),
            log.reader(),
            log::feed,
            new Brokers(broker.bootstrap(), "snappy"),
            new RelaySettings(true, PARTITIONS, (short) 1, "snappy"),
            state);
    relay.start();
  }

  @AfterEach
  void stop() throws Exception {
    relay.stop();
    old.close();
    log.close();
  }

  @Test
  void what_it_still_holds_arrives_behind_the_new_leaders_records_and_is_dropped() throws Exception {
    freezeWithRecordsInHand();
    broker.resume();
    log.endConnections("lease-old");
    await(() -> state.role() == Role.LEADING);
    log.append(500);
    awaitRelayed();
    int before = broker.read(Topics.EVENTS, PARTITIONS).size();

    old.thaw();
    await(() -> old.role() == Role.STANDING_BY);
    Thread.sleep(500);

    Consumed consumed = Consumed.of(broker, PARTITIONS);
    int late = broker.read(Topics.EVENTS, PARTITIONS).size() - before;
    System.out.printf("%d records of the old leader came after the thaw%n", late);
    assertThat(late).as("what is tested here happened").isPositive();
    assertThat(consumed.repeats()).isGreaterThanOrEqualTo(late);
    assertThat(consumed.early()).as("each record follows, or repeats an earlier position").isZero();
    assertThat(consumed.stuck()).isEmpty();
    assertThat(consumed.positions()).isEqualTo(log.positions());
    assertRepeatsAreNotTakenForALostEnd(before + late);
    assertGoesOn();
  }

  @Test
  void when_it_thaws_while_the_new_leader_sends_the_same_nothing_is_lost() throws Exception {
    freezeWithRecordsInHand();
    CompletableFuture<Void> load = CompletableFuture.runAsync(() -> log.append(10_000));
    log.endConnections("lease-old");
    await(() -> state.role() != Role.STANDING_BY || !isHeld());
    broker.resume();
    old.thaw();
    load.join();
    awaitRelayed();
    await(() -> old.role() == Role.STANDING_BY);

    Consumed consumed = Consumed.of(broker, PARTITIONS);
    System.out.printf("%d repeats, %d came early%n", consumed.repeats(), consumed.early());
    assertThat(consumed.repeats()).isPositive();
    assertThat(consumed.stuck()).isEmpty();
    assertThat(consumed.positions()).isEqualTo(log.positions());
    assertGoesOn();
  }

  @Test
  void a_checkpoint_of_an_earlier_holder_is_refused() throws Exception {
    relay.stop();
    old.close();
    await(() -> !isHeld());
    try (Lease first = Lease.on(log.connections("first").open())) {
      assertThat(first.tryTake()).isTrue();
      Checkpoint saved = new Checkpoint("t", "id", 7, List.of(7L));
      first.save(saved);
      // As if the lock had gone to another node without this connection noticing.
      log.execute("UPDATE attune_command.relay_term SET term = term + 1");
      assertThatThrownBy(() -> first.save(new Checkpoint("t", "id", 3, List.of(3L))))
          .isInstanceOf(LeaseLostException.class);
      assertThat(first.load("t")).contains(saved);
    }
  }

  /** The broker hangs, the old leader has sent what is not acknowledged, and then it freezes. */
  private void freezeWithRecordsInHand() throws Exception {
    log.append(1_000);
    await(() -> Consumed.of(broker, PARTITIONS).positions().size() >= 1_000);
    broker.pause();
    log.append(8_000);
    Thread.sleep(500);
    old.freeze();
  }

  /** A relay that starts looks at the end of the topic, where there are repeats now. */
  private void assertRepeatsAreNotTakenForALostEnd(int records) throws Exception {
    old.close();
    relay.stop();
    relay.start();
    awaitRelayed();
    Thread.sleep(500);
    assertThat(broker.read(Topics.EVENTS, PARTITIONS)).hasSize(records);
  }

  /** Afterwards the new leader leads, the old one does not, and the checkpoint is the new one's. */
  private void assertGoesOn() throws Exception {
    log.append(300);
    awaitRelayed();
    assertThat(Consumed.of(broker, PARTITIONS).positions()).isEqualTo(log.positions());
    assertThat(state.role()).isEqualTo(Role.LEADING);
    assertThat(old.role()).isEqualTo(Role.STANDING_BY);
    relay.stop();
    try (Lease lease = Lease.on(log.connections("looking").open())) {
      assertThat(lease.load(Topics.EVENTS).orElseThrow().position()).isEqualTo(log.reader().head());
    }
  }

  private boolean isHeld() {
    try (var connection = log.connections("looking").open();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT 1 FROM pg_stat_activity WHERE application_name = 'lease-old'")) {
      return rows.next();
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitRelayed() throws InterruptedException {
    long head = log.reader().head();
    await(() -> state.role() == Role.LEADING && state.position() >= head);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
