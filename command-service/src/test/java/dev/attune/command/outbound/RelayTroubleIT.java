package dev.attune.command.outbound;

import dev.attune.command.outbound.RelayState.Role;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.GapReport;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.GapReportCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The relay before brokers that refuse, hang or dawdle, and with threads that break. */
class RelayTroubleIT {

  private static final int PARTITIONS = 8;
  private static final int MEGABYTE = 1 << 20;
  private static final RelayedCodec RELAYED = new RelayedCodec();

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
  void an_event_that_is_refused_is_named_and_holds_back_what_follows_without_sending_anything_again() throws Exception {
    log.append(400);
    long large = log.appendOne(1, 2 * MEGABYTE);
    log.append(400);
    RelayState state = new RelayState();
    MeterRegistry meters = new SimpleMeterRegistry();
    state.register(meters);
    relay(wire(), state);

    await(() -> state.refused() == large);
    Thread.sleep(6_000);

    assertThat(sent()).as("each once, and nothing behind it").isEqualTo(log.positions().subList(0, 400));
    assertThat(state.position()).isEqualTo(large - 1);
    assertThat(state.role()).isEqualTo(Role.FAILING);
    assertThat(state.reason()).contains("refuses the event at position " + large).contains(Topics.EVENTS);
    assertThat(meters.get("attune.relay.refused.position").gauge().value()).isEqualTo(large);

    takeUpTo(4 * MEGABYTE);
    await(() -> state.position() == log.reader().head());
    assertThat(sent()).isEqualTo(log.positions());
    assertThat(state.refused()).isZero();
  }

  @Test
  void where_brokers_were_told_to_take_less_the_same_holds() throws Exception {
    RelayState before = new RelayState();
    Relay first = relay(wire(), before);
    await(() -> before.role() == Role.LEADING);
    first.stop();
    takeUpTo(60_000);
    log.append(100);
    long large = log.appendOne(1, 100_000);
    log.append(400);
    RelayState state = new RelayState();
    relay(wire(), state);

    await(() -> state.refused() == large);
    Thread.sleep(3_000);

    assertThat(sent()).isEqualTo(log.positions().subList(0, 100));
  }

  @Test
  void large_events_beside_brokers_that_hang_wait_and_are_sent_once() throws Exception {
    RelayState state = new RelayState();
    relay(wire(), state);
    log.append(100);
    await(() -> state.position() == log.reader().head());
    AtomicBoolean failed = watched(state);
    broker.pause();
    CompletableFuture<Void> load = CompletableFuture.runAsync(() -> log.append(4_000, 20_000));
    Thread.sleep(15_000);
    assertThat(state.bytesInFlight()).isLessThanOrEqualTo(Outbox.MOST_BYTES);
    broker.resume();
    load.join();
    await(() -> state.position() == log.reader().head());

    assertThat(failed).as("it went on where it was").isFalse();
    assertThat(sent()).isEqualTo(log.positions());
  }

  @Test
  void brokers_that_dawdle_at_the_start_cost_nobody_the_lease() throws Exception {
    RelayState slow = new RelayState();
    relay(wire(() -> pause(Duration.ofMillis(1_500)), Map.of()), slow);
    Thread.sleep(1_000);
    RelayState other = new RelayState();
    relay(wire(), other);
    AtomicBoolean led = new AtomicBoolean();
    log.append(50);

    await(() -> {
      led.compareAndSet(false, other.role() == Role.LEADING);
      return slow.role() == Role.LEADING || led.get();
    });

    assertThat(led).as("another node takes the lease").isFalse();
    await(() -> slow.position() == log.reader().head());
  }

  @Test
  void an_error_in_the_watch_over_the_topics_begins_anew() throws Exception {
    AtomicBoolean error = new AtomicBoolean();
    RelayState state = new RelayState();
    relay(wire(() -> raise(error), Map.of()), state);
    await(() -> state.role() == Role.LEADING);

    error.set(true);

    await(() -> state.role() == Role.FAILING);
    assertThat(state.reason()).contains("as in a process at its end");
    await(() -> state.role() == Role.LEADING);
    log.append(50);
    await(() -> state.position() == log.reader().head());
  }

  @Test
  void an_error_in_the_reading_of_gap_reports_begins_it_anew() throws Exception {
    RelayState state = new RelayState();
    MeterRegistry meters = new SimpleMeterRegistry();
    state.register(meters);
    relay(wire(() -> {}, Map.of("interceptor.classes", Breaking.class.getName())), state);
    log.append(500);
    await(() -> state.position() == log.reader().head());
    int partition = broker.read(Topics.EVENTS, PARTITIONS).getFirst().partition();
    Breaking.ERRORS.set(true);

    byte[] report = new GapReportCodec().encode(new GapReport(broker.topicId(Topics.EVENTS), partition, 0));
    await(() -> {
      broker.send(Topics.GAPS, report);
      return meters.get("attune.relay.gap.reports").tags("answer", "sent-again").functionCounter().count() > 0;
    });

    assertThat(Breaking.ERRORS).as("the error was raised").isFalse();
    assertThat(state.role()).isEqualTo(Role.LEADING);
  }

  /** Breaks once. */
  public static final class Breaking implements ConsumerInterceptor<byte[], byte[]> {

    static final AtomicBoolean ERRORS = new AtomicBoolean();

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      raise(ERRORS);
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  private static void raise(AtomicBoolean error) {
    if (error.getAndSet(false)) {
      throw new OutOfMemoryError("as in a process at its end");
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Relay relay(Wire wire, RelayState state) {
    Relay relay =
        new Relay(
            log.connections("relay-" + relays.size()), log.reader(), log::feed, wire,
            new RelaySettings(true, PARTITIONS, (short) 1, "snappy"), state);
    relays.add(relay);
    relay.start();
    return relay;
  }

  private static Wire wire() {
    return new Brokers(broker.bootstrap(), "snappy");
  }

  /**
   * @param before runs before each question to the brokers about topics
   * @param more settings of consumers
   */
  private static Wire wire(Runnable before, Map<String, Object> more) {
    Wire brokers = wire();
    return new Wire() {
      @Override
      public Map<String, Object> common() {
        Map<String, Object> all = new HashMap<>(brokers.common());
        all.putAll(more);
        return all;
      }

      @Override
      public Admin admin() {
        Admin admin = brokers.admin();
        return (Admin)
            Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                  if (!method.getName().equals("close")) {
                    before.run();
                  }
                  try {
                    return method.invoke(admin, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
      }

      @Override
      public Producer<byte[], byte[]> producer() {
        return brokers.producer();
      }

      @Override
      public Ends ends() {
        return brokers.ends();
      }
    };
  }

  /** Becomes true if the relay ever fails from now on. */
  private static AtomicBoolean watched(RelayState state) {
    AtomicBoolean failed = new AtomicBoolean();
    Thread.ofVirtual().start(() -> {
      while (!failed.get()) {
        failed.compareAndSet(false, state.role() == Role.FAILING);
        pause(Duration.ofMillis(5));
      }
    });
    return failed;
  }

  private static void takeUpTo(int bytes) throws Exception {
    try (Admin admin = broker.admin()) {
      for (String topic : List.of(Topics.EVENTS, Topics.DEFINITIONS)) {
        admin
            .incrementalAlterConfigs(
                Map.of(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    List.of(
                        new AlterConfigOp(
                            new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET))))
            .all()
            .get();
      }
    }
  }

  /** Positions of all records in the topic, in their order; those sent again are there as often as they were sent. */
  private static List<Long> sent() {
    return broker.read(Topics.EVENTS, PARTITIONS).stream()
        .map(ConsumerRecord::value)
        .map(RELAYED::decode)
        .map(Relayed::envelope)
        .map(Envelope::position)
        .sorted()
        .toList();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
