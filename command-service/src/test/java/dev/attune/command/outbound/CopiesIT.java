package dev.attune.command.outbound;

import dev.attune.command.outbound.CopyStatus.State;
import dev.attune.command.outbound.RelayTopics.WrongTopicException;
import dev.attune.contracts.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Copies of the log in topics of their own, on a real PostgreSQL and a real broker. */
class CopiesIT {

  private static final String COPY = "shop.copy";
  private static final int PARTITIONS = 5;
  private static final int MANY = 240_000;

  private static TestBroker broker;

  private TestLog log;
  private Copies copies;

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
    copies = node("one");
  }

  @AfterEach
  void stop() throws Exception {
    copies.stop();
    log.close();
  }

  @Test
  void a_copy_is_the_log_with_predecessors_of_its_own_and_takes_up_what_came_later() throws Exception {
    log.append(5_000);
    CompletableFuture<Void> load = CompletableFuture.runAsync(() -> log.append(2_000));
    long target = copies.begin(COPY, PARTITIONS).target();
    assertThat(target).isGreaterThanOrEqualTo(5_000);
    await(() -> state() == State.DONE);
    load.join();
    Consumed first = Consumed.of(broker, COPY, PARTITIONS);
    assertThat(first.positions()).isEqualTo(log.positions().subList(0, Math.toIntExact(target)));
    assertThat(first.stuck()).isEmpty();
    assertThat(first.repeats()).isZero();

    copies.begin(COPY, PARTITIONS);
    await(() -> state() == State.DONE && copies.of(COPY).orElseThrow().position() == log.reader().head());
    Consumed second = Consumed.of(broker, COPY, PARTITIONS);
    assertThat(second.positions()).isEqualTo(log.positions());
    assertThat(second.repeats()).isZero();
  }

  @Test
  void a_copy_that_was_interrupted_goes_on_where_it_was_on_another_node_too() throws Exception {
    // so many that it cannot be through before the loss of its connection is noticed
    log.append(MANY);
    copies.begin(COPY, PARTITIONS);
    await(() -> log.saved(COPY) > 2_000);
    log.endConnections("one");
    await(() -> state() != State.COPYING);
    CopyStatus stopped = copies.of(COPY).orElseThrow();
    assertThat(stopped.state()).isEqualTo(State.FAILED);
    assertThat(stopped.reason()).isNotBlank();
    long saved = log.saved(COPY);
    int there = broker.read(COPY, PARTITIONS).size();
    assertThat(stopped.position()).as("it was in the midst").isLessThan(MANY);

    Copies other = node("two");
    other.begin(COPY, PARTITIONS);
    assertThatThrownBy(() -> copies.begin(COPY, PARTITIONS))
        .isInstanceOf(WrongTopicException.class)
        .hasMessageContaining("Another node copies");
    await(() -> other.of(COPY).orElseThrow().state() == State.DONE);

    Consumed consumed = Consumed.of(broker, COPY, PARTITIONS);
    assertThat(consumed.positions()).isEqualTo(log.positions());
    assertThat(consumed.stuck()).isEmpty();
    assertThat(consumed.repeats()).as("it did not begin again from the start").isEqualTo(there - saved);
  }

  @Test
  void a_broker_that_is_killed_while_it_is_copied_to_leaves_no_gap() throws Exception {
    log.append(40_000);
    copies.begin(COPY, PARTITIONS);
    await(() -> copies.of(COPY).orElseThrow().position() > 3_000);
    broker.kill();
    broker.startAgain();
    await(() -> state() != State.COPYING);
    while (state() == State.FAILED) {
      copies.begin(COPY, PARTITIONS);
      await(() -> state() != State.COPYING);
    }
    Consumed consumed = Consumed.of(broker, COPY, PARTITIONS);
    assertThat(consumed.positions()).isEqualTo(log.positions());
    assertThat(consumed.stuck()).isEmpty();
  }

  @Test
  void a_topic_that_holds_something_else_or_differs_is_refused() throws Exception {
    log.append(10);
    try (Admin admin = broker.admin()) {
      Map<String, String> whole = Map.of("retention.ms", "-1");
      admin
          .createTopics(
              Set.of(
                  new NewTopic("foreign", PARTITIONS, (short) 1).configs(whole),
                  new NewTopic("short", PARTITIONS, (short) 1).configs(Map.of("retention.ms", "1000")),
                  new NewTopic("empty", PARTITIONS, (short) 1).configs(whole)))
          .all()
          .get();
    }
    broker.send("foreign", new byte[] {1, 2, 3});
    assertThatThrownBy(() -> copies.begin("foreign", PARTITIONS))
        .isInstanceOf(WrongTopicException.class)
        .hasMessage("Topic foreign holds records that are no copy of this log: take another name, or delete the topic.");
    assertThatThrownBy(() -> copies.begin("empty", 7)).hasMessageContaining("has 5 partitions, not 7");
    assertThatThrownBy(() -> copies.begin("short", PARTITIONS)).hasMessageContaining("retention.ms=1000");
    for (String own : List.of(Topics.EVENTS, Topics.DEFINITIONS, Topics.PROGRESS, Topics.GAPS)) {
      assertThatThrownBy(() -> copies.begin(own, PARTITIONS)).hasMessageContaining("take another name");
    }
    copies.begin("empty", PARTITIONS);
    await(() -> copies.of("empty").orElseThrow().state() == State.DONE);
    assertThat(Consumed.of(broker, "empty", PARTITIONS).positions()).isEqualTo(log.positions());
  }

  private Copies node(String name) {
    return new Copies(
        log.connections(name),
        log.reader(),
        new Brokers(broker.bootstrap(), "snappy"),
        new RelaySettings(true, 8, (short) 1, "snappy"));
  }

  private State state() {
    return copies.of(COPY).orElseThrow().state();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
