package dev.attune.command.outbound;

import dev.attune.command.outbound.TopicCheckStatus.State;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.RelayedCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Topics that are as the log says, and topics that something happened to. */
class TopicCheckIT {

  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final RelayedCodec RELAYED = new RelayedCodec();
  private static final RelaySettings SETTINGS = new RelaySettings(true, PARTITIONS, (short) 1, "snappy");

  private static TestBroker broker;

  private final List<Relay> relays = new ArrayList<>();
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
    for (Relay relay : relays) {
      relay.stop();
    }
    log.close();
  }

  @Test
  void what_was_relayed_is_equal_with_its_repeats_and_what_came_too_early_and_while_more_is_appended() throws Exception {
    relay();
    log.append(3_000);
    await(() -> log.saved(Topics.EVENTS) == log.reader().head());
    List<TestBroker.Record> again = recordsOf(log.all(), PARTITIONS);
    broker.send(Topics.EVENTS, again.subList(0, 100));
    // follows what is not there yet: consumers drop it, and the relay sends it when its turn comes
    Envelope last = log.all().getLast();
    broker.send(Topics.EVENTS, 0, 0, RELAYED.encode(new Relayed(at(last, last.position() + 50), last.position() + 40)));
    Thread appending = Thread.ofVirtual().start(() -> log.append(2_000));

    TopicChecks checks = checks(PATIENCE);
    TopicCheckStatus status = over(checks, true);
    appending.join();

    assertThat(status).returns(State.DONE, TopicCheckStatus::state).returns(0L, TopicCheckStatus::differing);
    assertThat(status.findings()).isEmpty();
    assertThat(status.position()).isEqualTo(status.target()).isGreaterThanOrEqualTo(3_000);
    assertThat(status.compared()).isEqualTo(status.target() + definitions(status.target()));
  }

  @Test
  void records_that_are_gone_are_found_and_sent_again_and_only_told_if_nothing_is_to_be_mended() throws Exception {
    relay();
    log.append(2_000);
    await(() -> log.saved(Topics.EVENTS) == log.reader().head());
    try (Admin admin = broker.admin()) {
      admin
          .deleteRecords(
              Map.of(
                  new TopicPartition(Topics.EVENTS, 1), RecordsToDelete.beforeOffset(7),
                  new TopicPartition(Topics.EVENTS, 3), RecordsToDelete.beforeOffset(40)))
          .all()
          .get();
    }
    int lost =
        Math.toIntExact(recordsOf(log.all(), PARTITIONS).stream().filter(one -> one.partition() == 1 || one.partition() == 3).count());
    TopicChecks checks = checks(PATIENCE);

    TopicCheckStatus told = over(checks, false);
    assertThat(told.differing()).as("%s", told).isEqualTo(lost);
    assertThat(told.findings()).singleElement().asString()
        .startsWith(Topics.EVENTS + ": " + lost + " events do not reach consumers: ")
        .contains("in partition 1, from position ").contains("in partition 3, from position ");
    assertThat(Consumed.of(broker, PARTITIONS).positions()).hasSize(2_000 - lost);

    TopicCheckStatus mended = over(checks, true);
    assertThat(mended).as("%s", mended)
        .returns(State.DONE, TopicCheckStatus::state).returns(0L, TopicCheckStatus::differing)
        .returns(2L, TopicCheckStatus::gapsClosed);
    assertThat(mended.findings()).hasSize(2).allMatch(finding -> finding.contains("something is missing behind position 0"));
    assertThat(Consumed.of(broker, PARTITIONS).positions()).isEqualTo(log.positions());

    assertThat(over(checks, true)).returns(0L, TopicCheckStatus::gapsClosed).returns(0L, TopicCheckStatus::differing);
  }

  @Test
  void a_record_that_is_changed_unreadable_foreign_or_missing_is_named() throws Exception {
    log.append(400);
    try (Admin admin = broker.admin()) {
      new RelayTopics(admin, SETTINGS).ensure();
    }
    List<Envelope> events = log.all();
    List<TestBroker.Record> records = recordsOf(events, PARTITIONS);
    int changed = firstOf(records, 0);
    int unreadable = firstOf(records, 1);
    int foreign = firstOf(records, 3);
    Envelope other = events.get(changed);
    records.set(changed, new TestBroker.Record(0, 0, RELAYED.encode(new Relayed(like(other, events.get(399)), 0))));
    records.set(unreadable, new TestBroker.Record(1, 0, new byte[] {1, 2, 3}));
    // what a consumer would take for the first of its partition
    long before = events.get(foreign).position() - 1;
    assertThat(before).isPositive();
    records.add(foreign, new TestBroker.Record(3, 0, RELAYED.encode(new Relayed(at(other, before), 0))));
    broker.send(Topics.EVENTS, records);
    List<Envelope> definitions = definitions();
    broker.send(Topics.DEFINITIONS, recordsOf(definitions.subList(0, definitions.size() - 1), 1));

    TopicCheckStatus status = over(check(topic -> 400, false, PATIENCE));

    assertThat(status.findings()).as("%s", status)
        .anyMatch(one -> one.equals(
            "attune.events, partition 0, offset 0: position %d is not as the log has it".formatted(other.position())))
        .anyMatch(one -> one.contains("partition 1, offset 0: the record cannot be read"))
        .anyMatch(one -> one.contains("partition 3, offset 0: position %d does not follow position 0".formatted(before)))
        .anyMatch(one -> one.equals(
            "attune.definitions: 1 events do not reach consumers: 1 in partition 0, from position %d on"
                .formatted(definitions.getLast().position())));
    assertThat(status.differing()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void what_the_relay_has_yet_to_send_is_waited_for_but_not_for_ever() throws Exception {
    relay();
    await(() -> relays.getFirst().isRunning());
    log.append(500);
    await(() -> log.saved(Topics.EVENTS) == log.reader().head());
    relays.getFirst().stop();
    log.append(100);

    long begin = System.nanoTime();
    TopicCheckStatus missing = over(checks(Duration.ofSeconds(4)), false);
    assertThat(missing.differing()).as("%s", missing).isEqualTo(100 + definitions(600) - definitions(500));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("waits once, not in each partition")
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(15));

    TopicChecks patient = checks(PATIENCE);
    patient.begin(false);
    Thread.sleep(1_000);
    relay();
    assertThat(over(patient, false)).returns(0L, TopicCheckStatus::differing).returns(600L, TopicCheckStatus::position);
  }

  private Relay relay() {
    Relay relay =
        new Relay(log.connections("relay-" + relays.size()), log.reader(), log::feed, wire(), SETTINGS, new RelayState());
    relays.add(relay);
    relay.start();
    return relay;
  }

  private static Wire wire() {
    return new Brokers(broker.bootstrap(), "snappy");
  }

  private TopicChecks checks(Duration patience) {
    return new TopicChecks(log.connections("checks"), log.reader(), wire(), SETTINGS, patience);
  }

  private TopicCheck check(ToLongFunction<String> sent, boolean mend, Duration patience) {
    return new TopicCheck(log.reader(), wire(), sent, broker.topicId(Topics.EVENTS), PARTITIONS, mend, patience);
  }

  private static TopicCheckStatus over(TopicCheck check) {
    check.run();
    return check.status();
  }

  /** Asks for a comparison, or for the one that is under way, and waits until it is over. */
  private static TopicCheckStatus over(TopicChecks checks, boolean mend) throws Exception {
    checks.begin(mend);
    await(() -> checks.latest().orElseThrow().state() != State.CHECKING);
    return checks.latest().orElseThrow();
  }

  private List<Envelope> definitions() {
    return log.reader().logOf(Start.DEFINITIONS, 0, 10_000);
  }

  private long definitions(long upTo) {
    return definitions().stream().filter(one -> one.position() <= upTo).count();
  }

  private static List<TestBroker.Record> recordsOf(List<Envelope> events, int partitions) {
    Chain chain = Chain.of(Checkpoint.start("any", "any", partitions).lastByPartition());
    List<TestBroker.Record> records = new ArrayList<>();
    for (Envelope event : events) {
      int partition = chain.partitionOf(event);
      records.add(new TestBroker.Record(partition, 0, RELAYED.encode(new Relayed(event, chain.follow(event)))));
    }
    return records;
  }

  private static int firstOf(List<TestBroker.Record> records, int partition) {
    for (int i = 0; i < records.size(); i++) {
      if (records.get(i).partition() == partition) {
        return i;
      }
    }
    throw new IllegalArgumentException("nothing in partition " + partition);
  }

  /** The same event at another position. */
  private static Envelope at(Envelope event, long position) {
    return new Envelope(
        event.eventId(), event.stream(), event.version(), position, event.epoch(), event.recordedAt(),
        event.occurredAt(), event.correlation(), event.causation(), event.traceparent(), event.event(),
        event.sealedWith());
  }

  /** What happened is another's. */
  private static Envelope like(Envelope event, Envelope other) {
    return new Envelope(
        event.eventId(), event.stream(), event.version(), event.position(), event.epoch(), event.recordedAt(),
        event.occurredAt(), event.correlation(), event.causation(), event.traceparent(), other.event(),
        event.sealedWith());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
