package dev.attune.command.outbound;

import dev.attune.command.outbound.Outbox.Written;
import dev.attune.contracts.wire.Progress;
import dev.attune.contracts.wire.Topics;
import dev.attune.contracts.wire.avro.ProgressCodec;
import dev.attune.eventstore.read.EventReader;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Tells what is acknowledged: to everybody on the progress topic, at most every 50 ms and at least every second; to the
 * checkpoint, at most every 50 ms and at least every second, which also keeps the lease.
 */
final class Announcer {

  private static final long ANNOUNCE = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SAVE = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long REPEAT = TimeUnit.SECONDS.toNanos(1);

  private final Outbox outbox;
  private final Producer<byte[], byte[]> producer;
  private final Lease lease;
  private final EventReader reader;
  private final RelayState state;
  private final ProgressCodec codec = new ProgressCodec();
  private Checkpoint events;
  private Checkpoint definitions;
  private List<Progress.EpochStart> epochs = List.of();
  private long epochsAt;
  private long head;
  private long announced = -1;
  private long saved = -1;
  private long announcedAt = System.nanoTime() - REPEAT;
  private long savedAt = announcedAt;

  Announcer(
      Outbox outbox,
      Producer<byte[], byte[]> producer,
      Lease lease,
      EventReader reader,
      RelayState state,
      Checkpoint events,
      Checkpoint definitions) {
    this.outbox = outbox;
    this.producer = producer;
    this.lease = lease;
    this.reader = reader;
    this.state = state;
    this.events = events;
    this.definitions = definitions;
  }

  /** Works until something fails or the relay stops; then keeps what is acknowledged, as far as that can be. */
  void run() {
    try {
      while (outbox.failure() == null) {
        step();
      }
      Written last = outbox.awaitBeyond(Long.MAX_VALUE, 0);
      if (last.position() > saved) {
        save(last);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      outbox.fail(stopped);
    } catch (Throwable e) {
      // Errors as well: to relay on without checkpoints and without the lease would let two nodes lead.
      outbox.fail(e);
    }
  }

  private void step() throws InterruptedException, SQLException {
    long now = System.nanoTime();
    Written written = outbox.awaitBeyond(Math.max(announced, saved), until(now));
    now = System.nanoTime();
    boolean news = written.position() > announced;
    if (news ? now - announcedAt >= ANNOUNCE : now - announcedAt >= REPEAT) {
      announce(written);
      announcedAt = now;
    }
    boolean fresh = written.position() > saved;
    if (fresh ? now - savedAt >= SAVE : now - savedAt >= REPEAT) {
      save(written);
      savedAt = now;
    }
    pauseIfPending(written);
  }

  /** How long nothing needs to be done unless there is news. */
  private long until(long now) {
    return Math.max(0, Math.min(announcedAt + REPEAT, savedAt + REPEAT) - now);
  }

  /** News that must wait for its turn. */
  private void pauseIfPending(Written written) throws InterruptedException {
    long now = System.nanoTime();
    long turn = Long.MAX_VALUE;
    if (written.position() > announced) {
      turn = announcedAt + ANNOUNCE - now;
    }
    if (written.position() > saved) {
      turn = Math.min(turn, savedAt + SAVE - now);
    }
    if (turn != Long.MAX_VALUE && turn > 0) {
      // What is acknowledged meanwhile goes along.
      TimeUnit.NANOSECONDS.sleep(turn);
    }
  }

  private void announce(Written written) {
    long now = System.nanoTime();
    if (epochs.isEmpty() || now - epochsAt >= REPEAT) {
      // Also under load: the epoch may be raised, by a promotion, after this node has begun to lead.
      epochs = reader.epochs();
      epochsAt = now;
    }
    // Always the real one: with a backlog, it is what the lag and the readiness of views are measured by.
    head = Math.max(reader.head(), written.position());
    Progress progress = new Progress(written.position(), head, written.lastByPartition(), epochs);
    producer.send(
        new ProducerRecord<>(Topics.PROGRESS, 0, null, codec.encode(progress)),
        (sent, error) -> {
          if (error != null) {
            outbox.fail(error);
          }
        });
    announced = written.position();
    state.at(announced, head);
  }

  private void save(Written written) throws SQLException {
    if (written.definitions() != definitions.position()) {
      definitions =
          new Checkpoint(
              definitions.topic(), definitions.topicId(), written.definitions(), List.of(written.definitions()));
      lease.save(definitions);
    }
    events = new Checkpoint(events.topic(), events.topicId(), written.position(), written.lastByPartition());
    lease.save(events);
    saved = written.position();
  }
}
