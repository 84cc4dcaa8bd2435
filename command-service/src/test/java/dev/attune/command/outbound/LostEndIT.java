package dev.attune.command.outbound;

import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.RelayedCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a relay makes of a topic's end when it starts, beside relays with a weaker rule. */
class LostEndIT {

  private static final int PARTITIONS = 1;
  private static final RelayedCodec CODEC = new RelayedCodec();

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
  void a_topic_that_has_a_thousand_events_of_the_log() throws Exception {
    broker.deleteTopics();
    log = new TestLog();
    log.append(1_000);
    relay(UnaryOperator.identity());
  }

  @AfterEach
  void close() throws Exception {
    log.close();
  }

  @Test
  void what_was_acknowledged_and_is_not_there_is_sent_again() throws Exception {
    loseTheNext(300);

    relay(UnaryOperator.identity());

    assertThat(consumed().positions()).isEqualTo(log.positions()).hasSize(1_300);
    assertThat(consumed().stuck()).isEmpty();
  }

  @Test
  void trusting_the_checkpoint_would_lose_it() throws Exception {
    loseTheNext(300);

    relay(TrustingTheCheckpoint::new);
    log.append(10);
    relay(TrustingTheCheckpoint::new);

    assertThat(consumed().positions()).hasSize(1_000);
    assertThat(consumed().stuck()).containsEntry(0, 1_000L);
  }

  @Test
  void repeats_at_the_end_are_no_loss() throws Exception {
    sendAgain(600, 900);

    relay(UnaryOperator.identity());

    assertThat(records()).as("a thousand and the repeats").isEqualTo(1_300);
  }

  @Test
  void trusting_the_last_record_alone_would_double_what_is_there() throws Exception {
    sendAgain(600, 900);

    relay(TrustingTheLastRecord::new);

    assertThat(records()).isEqualTo(1_400);
  }

  @Test
  void an_end_that_was_lost_behind_repeats_is_sent_again_too() throws Exception {
    sendAgain(600, 900);
    loseTheNext(300);

    relay(UnaryOperator.identity());

    assertThat(consumed().positions()).isEqualTo(log.positions()).hasSize(1_300);
    assertThat(records()).isEqualTo(1_600);
  }

  @Test
  void taking_every_repeat_for_a_whole_topic_would_lose_it() throws Exception {
    sendAgain(600, 900);
    loseTheNext(300);

    relay(TrustingRepeats::new);
    log.append(10);
    relay(TrustingRepeats::new);

    assertThat(consumed().stuck()).containsEntry(0, 1_000L);
  }

  /** More repeats than a new leader looks at, as when it dies while it sends a long stretch again: it cannot tell. */
  @Test
  void an_interrupted_resend_that_is_longer_than_what_is_looked_at_costs_repeats_and_nothing_else() throws Exception {
    log.append(23_000);
    relay(UnaryOperator.identity());
    assertThat(records()).isEqualTo(24_000);
    sendAgain(0, 21_000);

    relay(UnaryOperator.identity());
    log.append(100);
    relay(UnaryOperator.identity());

    assertThat(consumed().positions()).isEqualTo(log.positions()).hasSize(24_100);
    assertThat(consumed().early()).isZero();
    assertThat(records()).as("the stretch, and what follows it").isEqualTo(24_000 + 21_000 + 3_000 + 100);
    assertThat(RelayPromises.broken(log, broker, PARTITIONS)).isEmpty();
  }

  /** Lets a relay start, send what it thinks is to be sent, and end. */
  private void relay(UnaryOperator<Ends> rule) throws Exception {
    RelayState state = new RelayState();
    Relay relay =
        new Relay(
            log.connections("relay"),
            log.reader(),
            log::feed,
            wire(new Brokers(broker.bootstrap(), "snappy"), rule),
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

  /** Appends events of which the checkpoint says that they are in the topic, where they are not. */
  private void loseTheNext(int events) throws Exception {
    log.append(events);
    log.execute(
        "UPDATE attune_command.relay_checkpoint SET position = %1$d, last_by_partition = '{%1$d}' WHERE topic = 'attune.events'"
            .formatted(log.reader().head()));
  }

  /** Puts records behind the others that are there before: from behind a position up to another. */
  private void sendAgain(int after, int last) {
    Chain chain = Chain.of(new ArrayList<>(Collections.nCopies(PARTITIONS, 0L)));
    List<TestBroker.Record> again = new ArrayList<>();
    for (Envelope envelope : log.all()) {
      long previous = chain.follow(envelope);
      if (envelope.position() > after && envelope.position() <= last) {
        again.add(
            new TestBroker.Record(0, envelope.recordedAt().toEpochMilli(), CODEC.encode(new Relayed(envelope, previous))));
      }
    }
    broker.send(Topics.EVENTS, again);
  }

  private int records() {
    return broker.read(Topics.EVENTS, PARTITIONS).size();
  }

  private Consumed consumed() {
    return Consumed.of(broker, PARTITIONS);
  }

  /** Wrong on purpose: what was acknowledged is there. */
  private record TrustingTheCheckpoint(Ends real) implements Ends {
    @Override
    public List<Long> positions(String topic, int partitions) {
      return Collections.nCopies(partitions, Long.MAX_VALUE);
    }

    @Override
    public long greatest(String topic, int partition) {
      return Long.MAX_VALUE;
    }
  }

  /** Wrong on purpose: behind the last record's position nothing is there. */
  private record TrustingTheLastRecord(Ends real) implements Ends {
    @Override
    public List<Long> positions(String topic, int partitions) {
      return real.positions(topic, partitions);
    }

    @Override
    public long greatest(String topic, int partition) {
      return real.positions(topic, partition + 1).get(partition);
    }
  }

  /** Wrong on purpose: where there is a repeat, everything is there. */
  private record TrustingRepeats(Ends real) implements Ends {
    @Override
    public List<Long> positions(String topic, int partitions) {
      return real.positions(topic, partitions);
    }

    @Override
    public long greatest(String topic, int partition) {
      return Long.MAX_VALUE;
    }
  }

  private static Wire wire(Brokers real, UnaryOperator<Ends> rule) {
    return new Wire() {
      @Override
      public Map<String, Object> common() {
        return real.common();
      }

      @Override
      public Admin admin() {
        return real.admin();
      }

      @Override
      public Producer<byte[], byte[]> producer() {
        return real.producer();
      }

      @Override
      public Ends ends() {
        return rule.apply(real.ends());
      }
    };
  }
}
