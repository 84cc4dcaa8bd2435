package dev.attune.command.outbound;

import dev.attune.command.outbound.TopicCheckStatus.State;
import dev.attune.command.outbound.TopicRecords.Found;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.GapReport;
import dev.attune.contracts.wire.Relayed;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.GapReportCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.eventstore.read.EventReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through the log and through both topics of events side by side, as a consumer by the rules takes them, and compares
 * each record with what must be there. What is missing is reported as a consumer reports it, so that the relay sends it
 * again.
 */
final class TopicCheck {

  private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);
  private static final int PAGE = 1_000;
  private static final int TOLD = 20;
  private static final long REST_MILLIS = 200;

  private final EventReader reader;
  private final Wire brokers;
  private final ToLongFunction<String> sent;
  private final String topicId;
  private final int partitions;
  private final boolean mend;
  private final Duration patience;
  private final long target;
  private final RelayedCodec codec = new RelayedCodec();
  private final Rate rate = new Rate(System::nanoTime);
  private final List<String> findings = new ArrayList<>();
  private volatile boolean stopped;
  private volatile State how = State.CHECKING;
  private volatile @Nullable String reason;
  private volatile long position;
  private volatile long compared;
  private volatile long differing;
  private volatile long gapsClosed;

  /** The relay let something wait for as long as it may: nothing else is waited for. */
  private boolean impatient;

  /**
   * @param sent up to where the relay has the brokers' word, by topic
   * @param topicId Kafka's id of the topic of events
   * @param partitions of it
   * @param mend what is missing is asked for
   * @param patience how long the relay may take for what is not in a topic
   */
  TopicCheck(
      EventReader reader,
      Wire brokers,
      ToLongFunction<String> sent,
      String topicId,
      int partitions,
      boolean mend,
      Duration patience) {
    this.reader = reader;
    this.brokers = brokers;
    this.sent = sent;
    this.topicId = topicId;
    this.partitions = partitions;
    this.mend = mend;
    this.patience = patience;
    this.target = reader.head();
  }

  TopicCheckStatus status() {
    synchronized (findings) {
      return new TopicCheckStatus(
          how, position, target, rate.perSecond(), compared, gapsClosed, differing, List.copyOf(findings), reason);
    }
  }

  void stop() {
    stopped = true;
  }

  /** Works until everything is compared or something fails. */
  void run() {
    LOG.info("The topics are compared with the log up to position {}", target);
    try {
      of(Topics.DEFINITIONS, 1);
      of(Topics.EVENTS, partitions);
      how = State.DONE;
    } catch (Throwable e) {
      // errors as well: who waits for it must hear
      reason = e.getMessage() == null ? e.toString() : e.getMessage();
      how = State.FAILED;
    }
    LOG.info("The topics were compared with the log: {}", status());
  }

  private void of(String topic, int count) {
    try (TopicRecords records =
        new TopicRecords(
            brokers.common(), topic, count, reader.epochs(), unreadable -> note(topic + ", " + unreadable))) {
      Walk walk = new Walk(topic, count, records);
      boolean all = topic.equals(Topics.EVENTS);
      long at = 0;
      while (at < target) {
        List<Envelope> page = all ? reader.log(at, PAGE) : reader.logOf(Start.DEFINITIONS, at, PAGE);
        page.stream().filter(event -> event.position() <= target).forEach(walk::take);
        at = page.isEmpty() ? target : page.getLast().position();
        if (all) {
          rate.count(page.size());
          position = Math.min(at, target);
        }
      }
      walk.finish();
    }
  }

  /** Through one topic. */
  private final class Walk {

    private final String topic;
    private final TopicRecords records;
    private final Chain chain;
    private final long[] missing;

    Walk(String topic, int count, TopicRecords records) {
      this.topic = topic;
      this.records = records;
      this.chain = Chain.of(Checkpoint.start(topic, topicId, count).lastByPartition());
      this.missing = new long[count];
    }

    void take(Envelope event) {
      int partition = chain.partitionOf(event);
      // a partition that misses something ends there for consumers
      if (missing[partition] > 0 || !isThere(partition, new Relayed(event, chain.follow(event)))) {
        missing[partition]++;
      }
    }

    /** Looks for the next record of a partition, which must be the wanted one; false if it does not come. */
    private boolean isThere(int partition, Relayed wanted) {
      long deadline = 0;
      boolean asked = false;
      while (true) {
        if (stopped) {
          throw new CancellationException("It was stopped with the node");
        }
        Found found = records.next(partition, wanted.previous());
        if (found != null) {
          if (isSettled(partition, wanted, found)) {
            gapsClosed += asked ? 1 : 0;
            return true;
          }
        } else {
          // where the relay stands is asked of the database: not again once it was asked to send
          boolean due = !asked && wanted.envelope().position() <= sent.applyAsLong(topic);
          if (due) {
            asked = ask(partition, wanted.previous());
          }
          deadline = deadline == 0 ? System.nanoTime() + patience.toNanos() : deadline;
          if (due && !asked || impatient || System.nanoTime() > deadline) {
            impatient |= System.nanoTime() > deadline;
            return false;
          }
          rest();
        }
      }
    }

    private boolean isSettled(int partition, Relayed wanted, Found found) {
      Relayed there = found.relayed();
      if (there.previous() != wanted.previous()) {
        // consumers drop it as well: what it follows was missing when it came
        return false;
      }
      if (there.envelope().position() != wanted.envelope().position()) {
        note("%s, partition %d, offset %d: position %d does not follow position %d".formatted(
            topic, partition, found.offset(), there.envelope().position(), wanted.previous()));
        return false;
      }
      compared++;
      if (!Arrays.equals(codec.encode(wanted), codec.encode(there))) {
        note("%s, partition %d, offset %d: position %d is not as the log has it".formatted(
            topic, partition, found.offset(), wanted.envelope().position()));
      }
      return true;
    }

    /** Has what is behind a position sent again; of definitions nobody can be asked. */
    private boolean ask(int partition, long after) {
      if (!mend || !topic.equals(Topics.EVENTS)) {
        return false;
      }
      tell("%s, partition %d: something is missing behind position %d; it was asked for".formatted(
          topic, partition, after));
      try (Producer<byte[], byte[]> producer = brokers.producer()) {
        byte[] report = new GapReportCodec().encode(new GapReport(topicId, partition, after));
        producer.send(new ProducerRecord<>(Topics.GAPS, 0, null, report));
        producer.flush();
      }
      return true;
    }

    /** Tells of what is missing. */
    void finish() {
      long lost = Arrays.stream(missing).sum();
      if (lost == 0) {
        return;
      }
      List<Long> first = chain.lastByPartition();
      String where =
          IntStream.range(0, missing.length)
              .filter(partition -> missing[partition] > 0)
              .limit(TOLD)
              .mapToObj(
                  partition ->
                      "%d in partition %d, from position %d on".formatted(
                          missing[partition], partition, first.get(partition)))
              .collect(Collectors.joining("; "));
      differing += lost;
      tell("%s: %d events do not reach consumers: %s".formatted(topic, lost, where));
    }
  }

  private static void rest() {
    try {
      Thread.sleep(REST_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("It was interrupted");
    }
  }

  private void note(String finding) {
    differing++;
    tell(finding);
  }

  private void tell(String finding) {
    LOG.warn("The topics and the log: {}", finding);
    synchronized (findings) {
      if (findings.size() < TOLD) {
        findings.add(finding);
      }
    }
  }
}
