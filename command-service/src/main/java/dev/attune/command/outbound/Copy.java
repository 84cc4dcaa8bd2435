package dev.attune.command.outbound;

import dev.attune.command.outbound.CopyStatus.State;
import dev.attune.command.outbound.Outbox.Written;
import dev.attune.command.outbound.Run.Outgoing;
import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.read.EventReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the log, from the topic's checkpoint to a target, into a topic beside the one that is relayed to. */
final class Copy {

  private static final Logger LOG = LoggerFactory.getLogger(Copy.class);
  private static final int IN_FLIGHT = 20_000;
  private static final int PAGE = 1_000;

  /** Often enough that the connection of the lease is not taken for that of a frozen node. */
  private static final long SAVE = TimeUnit.MILLISECONDS.toNanos(100);

  private final Checkpoint begin;
  private final long target;
  private final int largest;
  private final CopyLease lease;
  private final EventReader reader;
  private final Brokers brokers;
  private final Outbox outbox;
  private final Rate rate = new Rate(System::nanoTime);
  private volatile State how = State.COPYING;
  private volatile @Nullable String reason;

  /**
   * @param begin where to go on from
   * @param largest bytes of the largest record that the topic takes
   * @param lease closed when the copy is over
   */
  Copy(Checkpoint begin, long target, int largest, CopyLease lease, EventReader reader, Brokers brokers) {
    this.begin = begin;
    this.target = target;
    this.largest = largest;
    this.lease = lease;
    this.reader = reader;
    this.brokers = brokers;
    this.outbox = new Outbox(IN_FLIGHT, new Written(begin.position(), begin.lastByPartition(), 0));
  }

  CopyStatus status() {
    return new CopyStatus(
        begin.topic(), begin.lastByPartition().size(), how, outbox.written().position(), target, rate.perSecond(), reason);
  }

  /** Ends the copy as failed; it can go on later. */
  void stop() {
    outbox.fail(new IllegalStateException("It was stopped with the node"));
  }

  /** Works until everything is acknowledged or something fails. */
  void run() {
    LOG.info("The log is copied into topic {}, from position {} to {}", begin.topic(), begin.position() + 1, target);
    try (lease) {
      Producer<byte[], byte[]> producer = brokers.producer();
      Thread keeping = Thread.ofVirtual().name("attune-relay-copy-keeper").start(this::keep);
      try {
        send(new Sender(producer, () -> rate.count(1)));
        outbox.drain(Long.MAX_VALUE);
      } finally {
        outbox.finish();
        producer.close(Duration.ZERO);
        keeping.join();
      }
      end(outbox.failure());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      end(stopped);
    } catch (Throwable e) {
      end(e);
    }
  }

  private void send(Sender sender) throws InterruptedException {
    Run run = new Run(sender, outbox, largest);
    Chain chain = Chain.of(begin.lastByPartition());
    long at = begin.position();
    while (at < target && outbox.failure() == null) {
      List<Envelope> events =
          reader.log(at, PAGE).stream().filter(envelope -> envelope.position() <= target).toList();
      if (events.isEmpty()) {
        throw new IllegalStateException("The log ends at %d, before the target %d".formatted(at, target));
      }
      for (Envelope event : events) {
        if (!run.takes(event)) {
          run.go(new Written(at, chain.lastByPartition(), 0));
        }
        run.add(new Outgoing(begin.topic(), chain.partitionOf(event), event, chain.follow(event)));
        at = event.position();
      }
      run.go(new Written(at, chain.lastByPartition(), 0));
    }
  }

  /** Keeps the checkpoint and the lease until the copy is over. */
  private void keep() {
    long saved = begin.position();
    try {
      boolean over = false;
      while (!over) {
        outbox.awaitOver(SAVE);
        over = outbox.isOver();
        Written written = outbox.written();
        if (written.position() > saved) {
          lease.save(
              new Checkpoint(begin.topic(), begin.topicId(), written.position(), written.lastByPartition()));
          saved = written.position();
        } else {
          lease.touch();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      outbox.fail(stopped);
    } catch (Throwable e) {
      outbox.fail(e);
    }
  }

  private void end(@Nullable Throwable failure) {
    if (failure == null) {
      how = State.DONE;
      LOG.info("Topic {} holds the log up to position {}", begin.topic(), target);
      return;
    }
    Throwable cause = failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
    reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    how = State.FAILED;
    LOG.warn("The copy into topic {} stopped at position {}: {}", begin.topic(), outbox.written().position(), reason);
  }
}
