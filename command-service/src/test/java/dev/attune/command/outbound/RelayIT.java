package dev.attune.command.outbound;

import dev.attune.command.outbound.RelayState.Role;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.GapReport;
import dev.attune.contracts.wire.Partitioner;
import dev.attune.contracts.wire.Progress;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.GapReportCodec;
import dev.attune.contracts.wire.avro.ProgressCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The relay on a real PostgreSQL and a real broker, which are killed, paused and emptied under it. */
class RelayIT {

  private static final int PARTITIONS = 8;
  private static final RelayedCodec RELAYED = new RelayedCodec();
  private static final GapReportCodec GAPS = new GapReportCodec();

  private static TestBroker broker;

  private final List<Node> nodes = new ArrayList<>();
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
  }

  @AfterEach
  void stop() throws Exception {
    for (Node node : nodes) {
      node.relay.stop();
    }
    log.close();
  }

  @Test
  void every_event_arrives_once_in_order_with_its_predecessor() throws Exception {
    log.append(3_000);
    node();
    log.append(2_000);
    awaitRelayed();
    assertTopicIsTheLog(false);
    assertDefinitionsAreThere();
  }

  @Test
  void progress_tells_how_far_everything_is() throws Exception {
    node();
    log.append(500);
    awaitRelayed();
    await(() -> progress().position() == log.reader().head());
    Progress last = progress();
    assertThat(last.head()).isEqualTo(log.reader().head());
    assertThat(last.epochs()).isEqualTo(log.reader().epochs());
    long[] expected = new long[PARTITIONS];
    log.reader().log(0, 10_000).forEach(e -> expected[Partitioner.partition(e.stream(), PARTITIONS)] = e.position());
    assertThat(last.lastByPartition()).containsExactlyElementsOf(Arrays.stream(expected).boxed().toList());
  }

  @Test
  void an_epoch_that_is_raised_is_announced_also_while_there_is_always_something_new() throws Exception {
    node();
    log.append(100);
    awaitRelayed();
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> load = loadUntil(enough);
    log.execute("SELECT attune.raise_epoch(0)");
    await(() -> progress().epochs().size() == 2);
    assertThat(load).as("it was still under load").isNotDone();
    assertThat(progress().epochs()).isEqualTo(log.reader().epochs());
    enough.set(true);
    load.join();
  }

  @Test
  void one_of_two_nodes_relays_and_the_other_takes_over() throws Exception {
    Node first = node();
    await(() -> first.state.role() == Role.LEADING);
    Node second = node();
    log.append(1_000);
    awaitRelayed();
    assertThat(second.state.role()).isEqualTo(Role.STANDING_BY);
    CompletableFuture<Void> load = CompletableFuture.runAsync(() -> log.append(3_000));
    log.endConnections("relay-" + first.number);
    long since = System.nanoTime();
    await(() -> second.state.role() == Role.LEADING || first.state.role() == Role.LEADING);
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(3));
    load.join();
    awaitRelayed();
    assertTopicIsTheLog(true);
    first.relay.stop();
    log.append(500);
    awaitRelayed();
    assertThat(second.state.role()).isEqualTo(Role.LEADING);
    assertTopicIsTheLog(true);
  }

  @Test
  void a_relay_that_dies_again_and_again_loses_nothing() throws Exception {
    CompletableFuture<Void> load = CompletableFuture.runAsync(() -> log.append(20_000));
    while (!load.isDone()) {
      Node node = node();
      Thread.sleep(400 + (long) (Math.random() * 400));
      log.endConnections("relay-%");
      node.relay.stop();
    }
    load.join();
    node();
    awaitRelayed();
    assertTopicIsTheLog(true);
  }

  @Test
  void a_broker_that_is_killed_and_one_that_is_paused_leave_no_gap() throws Exception {
    node();
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> load = loadUntil(enough);
    Thread.sleep(1_000);
    broker.pause();
    Thread.sleep(3_000);
    broker.resume();
    Thread.sleep(500);
    broker.kill();
    broker.startAgain();
    enough.set(true);
    load.join();
    awaitRelayed();
    assertTopicIsTheLog(true);
  }

  @Test
  void a_broker_that_is_shut_down_and_started_again_leaves_no_gap() throws Exception {
    node();
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> load = loadUntil(enough);
    Thread.sleep(1_000);
    broker.shutDown();
    assertThat(load).as("it is still under load").isNotDone();
    broker.startAgain();
    enough.set(true);
    load.join();
    awaitRelayed();
    assertTopicIsTheLog(true);
  }

  @Test
  void while_the_broker_hangs_little_is_held_in_memory_and_afterwards_all_of_it_arrives() throws Exception {
    Node node = node();
    log.append(1_000);
    awaitRelayed();
    broker.pause();
    CompletableFuture<Void> load = CompletableFuture.runAsync(() -> log.append(45_000));
    long begin = System.nanoTime();
    double most = 0;
    double lag = 0;
    while (System.nanoTime() - begin < 5_000_000_000L || !load.isDone()) {
      most = Math.max(most, node.gauge("attune.relay.in.flight"));
      lag = Math.max(lag, node.gauge("attune.relay.lag.events"));
      Thread.sleep(5);
    }
    long held = System.nanoTime() - begin;
    broker.resume();
    awaitRelayed();
    System.out.printf(
        "broker paused for %d ms: most in flight %.0f, lag %.0f, %.0f records/s afterwards%n",
        held / 1_000_000, most, lag, node.gauge("attune.relay.send.rate"));
    assertThat(most).as("the outbox was full, and not more than full").isBetween(18_000.0, 20_000.0);
    assertThat(lag).isGreaterThan(20_000);
    await(() -> node.gauge("attune.relay.send.rate") > 0);
    assertTopicIsTheLog(true);
    await(() -> node.gauge("attune.relay.in.flight") == 0 && node.gauge("attune.relay.lag.events") == 0);
    assertThat(node.count("attune.relay.records.sent")).isGreaterThanOrEqualTo(46_000);
  }

  @Test
  void a_topic_that_was_deleted_is_written_again_from_the_first_event() throws Exception {
    node();
    log.append(1_000);
    awaitRelayed();
    broker.deleteTopics();
    await(() -> hasTopics() && !broker.read(Topics.EVENTS, PARTITIONS).isEmpty());
    log.append(100);
    awaitRelayed();
    assertTopicIsTheLog(false);
    assertDefinitionsAreThere();
  }

  @Test
  void a_topic_that_lost_its_end_is_written_again_from_there() throws Exception {
    Node node = node();
    log.append(1_000);
    awaitRelayed();
    node.relay.stop();
    // As if the broker had lost the last records: the checkpoint says that more was acknowledged than is there.
    log.append(200);
    log.execute(
        """
        UPDATE attune_command.relay_checkpoint SET position = 1200,
          last_by_partition = (SELECT array_agg(x + 200) FROM unnest(last_by_partition) x)
        WHERE topic = 'attune.events'
        """);
    node();
    awaitRelayed();
    assertTopicIsTheLog(true);
  }

  @Test
  void what_a_consumer_misses_in_the_middle_of_a_topic_is_sent_again() throws Exception {
    Node first = node();
    log.append(1_000);
    awaitRelayed();
    first.relay.stop();
    log.append(600);
    long missing = sendAllButSome();
    Node node = node();
    log.append(100);
    awaitRelayed();
    Map<Integer, Long> gaps = Consumed.of(broker, PARTITIONS).stuck();
    assertThat(gaps).hasSize(2).allSatisfy((partition, after) -> assertThat(after).isLessThan(missing));

    CompletableFuture<Void> load = CompletableFuture.runAsync(() -> log.append(3_000));
    gaps.forEach((partition, after) -> broker.send(Topics.GAPS, GAPS.encode(new GapReport(broker.topicId(Topics.EVENTS), partition, after))));
    load.join();
    awaitRelayed();
    await(() -> Consumed.of(broker, PARTITIONS).stuck().isEmpty());

    assertAppliedIsTheLog(Consumed.of(broker, PARTITIONS));
    assertThat(node.count("attune.relay.gap.reports", "answer", "sent-again")).isEqualTo(2);
    assertThat(node.count("attune.relay.records.resent")).isPositive();
  }

  @Test
  void a_partition_that_lost_its_beginning_is_sent_again_once_for_many_reports_and_none_for_wrong_ones()
      throws Exception {
    Node node = node();
    log.append(2_000);
    awaitRelayed();
    int partition = 3;
    TopicPartition damaged = new TopicPartition(Topics.EVENTS, partition);
    try (Admin admin = broker.admin()) {
      admin.deleteRecords(Map.of(damaged, RecordsToDelete.beforeOffset(50))).all().get();
    }
    assertThat(Consumed.of(broker, PARTITIONS).stuck()).containsOnlyKeys(partition);
    long elsewhere =
        log.reader().log(0, 1_000).stream()
            .filter(envelope -> Partitioner.partition(envelope.stream(), PARTITIONS) != partition)
            .findFirst()
            .orElseThrow()
            .position();
    List.of(
            new GapReport(broker.topicId(Topics.EVENTS), PARTITIONS, 0),
            new GapReport(broker.topicId(Topics.EVENTS), -1, 0),
            new GapReport(broker.topicId(Topics.EVENTS), partition, 2_001),
            new GapReport(broker.topicId(Topics.EVENTS), partition, elsewhere),
            new GapReport("AAAAAAAAAAAAAAAAAAAAAA", partition, 0))
        .forEach(wrong -> broker.send(Topics.GAPS, GAPS.encode(wrong)));
    broker.send(Topics.GAPS, new byte[] {77});
    for (int i = 0; i < 10; i++) {
      broker.send(Topics.GAPS, GAPS.encode(new GapReport(broker.topicId(Topics.EVENTS), partition, 0)));
    }
    await(() -> node.count("attune.relay.gap.reports", "answer", "already-answered") == 9);
    await(() -> Consumed.of(broker, PARTITIONS).stuck().isEmpty());

    assertAppliedIsTheLog(Consumed.of(broker, PARTITIONS));
    long inIt =
        log.reader().log(0, 10_000).stream()
            .filter(envelope -> Partitioner.partition(envelope.stream(), PARTITIONS) == partition)
            .count();
    assertThat(node.count("attune.relay.records.resent")).isEqualTo(inIt);
    assertThat(node.count("attune.relay.gap.reports", "answer", "sent-again")).isEqualTo(1);
    assertThat(node.count("attune.relay.gap.reports", "answer", "ignored")).isEqualTo(4);
    assertThat(node.state.role()).isEqualTo(Role.LEADING);
  }

  @Test
  void a_topic_that_differs_is_refused_with_the_reason() throws Exception {
    try (Admin admin = broker.admin()) {
      admin.createTopics(Set.of(new NewTopic(Topics.EVENTS, 3, (short) 1))).all().get();
    }
    Node node = node();
    await(() -> node.state.role() == Role.FAILING);
    assertThat(node.state.reason()).contains("has 3 partitions and must have 8");
    broker.deleteTopics();
    try (Admin admin = broker.admin()) {
      admin
          .createTopics(Set.of(new NewTopic(Topics.EVENTS, PARTITIONS, (short) 1).configs(Map.of("retention.ms", "1000"))))
          .all()
          .get();
    }
    await(() -> String.valueOf(node.state.reason()).contains("retention.ms=1000"));
  }

  @Test
  void from_commit_to_topic_it_takes_milliseconds() throws Exception {
    Node node = node();
    log.append(200);
    awaitRelayed();
    List<Long> micros = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      long position = log.appendOne(i);
      long committed = System.nanoTime();
      while (node.state.position() < position) {
        Thread.onSpinWait();
      }
      micros.add((System.nanoTime() - committed) / 1_000);
      Thread.sleep(25);
    }
    micros.sort(null);
    System.out.printf("commit to acknowledged: p50 %d us, p99 %d us%n", micros.get(150), micros.get(297));
    assertThat(micros.get(150)).isLessThan(50_000);
  }

  /** What one node is made of. */
  private record Node(int number, Relay relay, RelayState state, MeterRegistry meters) {

    double gauge(String meter) {
      return meters.get(meter).gauge().value();
    }

    double count(String meter, String... tags) {
      return meters.get(meter).tags(tags).functionCounter().count();
    }
  }

  private Node node() {
    int number = nodes.size();
    RelayState state = new RelayState();
    MeterRegistry meters = new SimpleMeterRegistry();
    state.register(meters);
    Relay relay =
        new Relay(
            log.connections("relay-" + number),
            log.reader(),
            log::feed,
            new Brokers(broker.bootstrap(), "snappy"),
            new RelaySettings(true, PARTITIONS, (short) 1, "snappy"),
            state);
    Node node = new Node(number, relay, state, meters);
    nodes.add(node);
    relay.start();
    return node;
  }

  /** A steady load until it is enough, however fast the machine is. */
  private CompletableFuture<Void> loadUntil(AtomicBoolean enough) {
    return CompletableFuture.runAsync(
        () -> {
          while (!enough.get()) {
            log.append(100);
            LockSupport.parkNanos(10_000_000);
          }
        });
  }

  private void awaitRelayed() throws InterruptedException {
    long head = log.reader().head();
    await(() -> nodes.stream().anyMatch(node -> node.state.role() == Role.LEADING && node.state.position() >= head));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  /** What a consumer by the rules applies is the log, event for event. */
  private void assertTopicIsTheLog(boolean repeatsAllowed) {
    List<Envelope> expected = log.all();
    long[] last = new long[PARTITIONS];
    int repeats = 0;
    List<Envelope> applied = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.read(Topics.EVENTS, PARTITIONS)) {
      Relayed relayed = RELAYED.decode(record.value());
      Envelope envelope = relayed.envelope();
      assertThat(record.partition()).isEqualTo(Partitioner.partition(envelope.stream(), PARTITIONS));
      assertThat(record.timestamp()).isEqualTo(envelope.recordedAt().toEpochMilli());
      if (relayed.previous() == last[record.partition()]) {
        last[record.partition()] = envelope.position();
        applied.add(envelope);
      } else {
        assertThat(envelope.position()).as("no gap").isLessThanOrEqualTo(last[record.partition()]);
        repeats++;
      }
    }
    applied.sort(java.util.Comparator.comparingLong(Envelope::position));
    assertThat(applied.stream().map(Envelope::eventId)).containsExactlyElementsOf(expected.stream().map(Envelope::eventId).toList());
    if (!repeatsAllowed) {
      assertThat(repeats).isZero();
    }
  }

  /** Gaps in the topic are allowed if what was missing came later. */
  private void assertAppliedIsTheLog(Consumed consumed) {
    assertThat(consumed.positions()).isEqualTo(log.positions());
  }

  /**
   * Sends what is not relayed yet in the relay's place, without some records of two partitions, and says that all of it
   * was sent.
   *
   * @return the first position that is missing
   */
  private long sendAllButSome() throws Exception {
    Chain chain = Chain.of(new ArrayList<>(Collections.nCopies(PARTITIONS, 0L)));
    long missing = 0;
    for (Envelope envelope : log.all()) {
      int partition = chain.partitionOf(envelope);
      long previous = chain.follow(envelope);
      long position = envelope.position();
      boolean lost = position > 1_200 && position <= 1_400 && (partition == 2 || partition == 5);
      missing = lost && missing == 0 ? position : missing;
      if (position > 1_000 && !lost) {
        broker.send(
            Topics.EVENTS, partition, envelope.recordedAt().toEpochMilli(), RELAYED.encode(new Relayed(envelope, previous)));
      }
    }
    log.execute(
        "UPDATE attune_command.relay_checkpoint SET position = %d, last_by_partition = '{%s}' WHERE topic = 'attune.events'"
            .formatted(
                log.reader().head(),
                chain.lastByPartition().stream().map(String::valueOf).collect(Collectors.joining(","))));
    return missing;
  }

  private void assertDefinitionsAreThere() {
    List<Long> expected =
        log.all().stream()
            .filter(envelope -> envelope.event().name().equals("offer.archived"))
            .map(Envelope::position)
            .toList();
    long last = 0;
    List<Long> there = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.read(Topics.DEFINITIONS, 1)) {
      Relayed relayed = RELAYED.decode(record.value());
      assertThat(relayed.previous()).isEqualTo(last);
      last = relayed.envelope().position();
      there.add(last);
    }
    assertThat(there).isEqualTo(expected).isNotEmpty();
  }

  private static Progress progress() {
    return new ProgressCodec().decode(broker.read(Topics.PROGRESS, 1).getLast().value());
  }

  private static boolean hasTopics() {
    try (Admin admin = broker.admin()) {
      return admin.listTopics().names().get().containsAll(Set.of(Topics.EVENTS, Topics.PROGRESS, Topics.DEFINITIONS, Topics.GAPS));
    } catch (Exception e) {
      return false;
    }
  }
}
