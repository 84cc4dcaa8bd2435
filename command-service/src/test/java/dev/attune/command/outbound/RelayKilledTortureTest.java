package dev.attune.command.outbound;

import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.RelayedCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A relay is killed at each of its steps, while events come in, and the next one goes on. */
class RelayKilledTortureTest {

  private static final int PARTITIONS = 8;
  private static final int EVENTS = 1_500;

  private static TestBroker broker;

  private TestLog log;

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
    // The topics are there, so that they can be looked at after the first kill.
    relayTheRest();
  }

  @AfterEach
  void stop() throws Exception {
    log.close();
  }

  @Test
  void at_whatever_step_it_is_killed_nothing_is_lost_told_too_early_or_out_of_order() throws Exception {
    long seed = Long.getLong("attune.seed", System.nanoTime() % 1_000_000);
    System.out.printf("RelayKilledTortureTest: seed %d; the same again with -Dattune.seed=%d%n", seed, seed);
    Random random = new Random(seed);
    List<RelayStep> steps = new ArrayList<>(Arrays.asList(RelayStep.values()));
    Collections.shuffle(steps, random);
    for (RelayStep step : steps) {
      int time = time(step, random);
      killedAt(step, time, 0);
      assertThat(RelayPromises.broken(log, broker, PARTITIONS)).as("killed at %s, time %d", step, time).isEmpty();
    }
    relayTheRest();

    Consumed consumed = Consumed.of(broker, PARTITIONS);
    System.out.printf("%d kills, %d records repeated%n", steps.size(), consumed.repeats());
    assertThat(RelayPromises.broken(log, broker, PARTITIONS)).isEmpty();
    assertThat(consumed.positions()).isEqualTo(log.positions()).hasSize(steps.size() * EVENTS);
    assertThat(definitions()).isEqualTo(
        log.all().stream().filter(each -> Start.DEFINITIONS.contains(each.event().name())).map(each -> each.position()).toList());
  }

  @Test
  void a_checkpoint_that_is_ahead_of_what_is_acknowledged_is_told() throws Exception {
    killedAt(RelayStep.EVENTS_SAVED, 2, 700);

    assertThat(RelayPromises.broken(log, broker, PARTITIONS))
        .singleElement()
        .asString()
        .startsWith("the checkpoint names position");
  }

  private void killedAt(RelayStep step, int time, long ahead) throws Exception {
    try (DyingRelay relay = DyingRelay.start(log, broker, PARTITIONS, step, time, ahead)) {
      CompletableFuture<Void> load = CompletableFuture.runAsync(() -> log.append(EVENTS));
      assertThat(relay.died()).as("it came to %s, time %d", step, time).isTrue();
      load.join();
    }
  }

  /** What a relay comes to once in its life, or for each record, or now and then. */
  private static int time(RelayStep step, Random random) {
    return switch (step) {
      case LEASE_TAKEN, TERM_RAISED -> 1;
      case CHECKPOINT_LOADED, ENDS_READ -> 1 + random.nextInt(2);
      case RECORD_UNSENT, RECORD_SENT, RECORD_ACKNOWLEDGED -> 1 + random.nextInt(EVENTS);
      case ANNOUNCEMENT_UNSENT, ANNOUNCEMENT_ACKNOWLEDGED, EVENTS_UNSAVED, EVENTS_SAVED -> 1 + random.nextInt(3);
      case DEFINITIONS_UNSAVED, DEFINITIONS_SAVED -> 1;
    };
  }

  private void relayTheRest() throws Exception {
    RelayState state = new RelayState();
    Relay relay =
        new Relay(
            log.connections("last"),
            log.reader(),
            log::feed,
            new Brokers(broker.bootstrap(), "snappy"),
            new RelaySettings(true, PARTITIONS, (short) 1, "snappy"),
            state);
    relay.start();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (state.role() != RelayState.Role.LEADING || state.position() < log.reader().head()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(10);
    }
    relay.stop();
  }

  private static List<Long> definitions() {
    RelayedCodec codec = new RelayedCodec();
    return broker.read(Topics.DEFINITIONS, 1).stream()
        .map(record -> codec.decode(record.value()).envelope().position())
        .distinct()
        .sorted()
        .toList();
  }
}
