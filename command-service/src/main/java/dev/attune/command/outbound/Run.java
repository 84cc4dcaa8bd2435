package dev.attune.command.outbound;

import dev.attune.command.outbound.Outbox.Page;
import dev.attune.command.outbound.Outbox.Written;
import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.Envelope;
import java.util.ArrayList;
import java.util.List;

/**
 * Records that are sent together and acknowledged together: small ones up to half of what the brokers take, or one event that is larger.
 * That one waits until nothing is in flight, and nothing is sent behind it before the brokers have it: they may refuse it
 * for good, and what lies behind it would be sent again with each try, into a topic that keeps everything.
 */
final class Run {

  private static final int MOST_BYTES = 512 << 10;

  /** About what a record has beside the event's own bytes. */
  private static final int MORE = 300;

  private final Sender sender;
  private final Outbox outbox;
  private final int limit;
  private final List<Outgoing> records = new ArrayList<>();
  private long bytes;

  /**
   * @param largest bytes of the largest record that the brokers take for sure
   */
  Run(Sender sender, Outbox outbox, int largest) {
    this.sender = sender;
    this.outbox = outbox;
    this.limit = Math.min(MOST_BYTES, largest / 2);
  }

  /**
   * A record.
   *
   * @param previous position of the record before it in its partition
   */
  record Outgoing(String topic, int partition, Envelope envelope, long previous) {}

  /** About how many bytes an event takes on the wire. */
  static int bytes(Envelope envelope) {
    Encoded event = envelope.event();
    byte[] sealed = event.sealed();
    return event.data().length + (sealed == null ? 0 : sealed.length) + MORE;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** True if the event can go with what is in the run already. */
  boolean takes(Envelope envelope) {
    return records.isEmpty() || bytes + bytes(envelope) <= limit;
  }

  void add(Outgoing record) {
    records.add(record);
    bytes += bytes(record.envelope());
  }

  /**
   * Sends what is in the run, and empties it.
   *
   * @param then what is acknowledged with it
   */
  void go(Written then) throws InterruptedException {
    if (records.isEmpty()) {
      return;
    }
    Page page = outbox.open(then, records.size(), bytes, bytes > limit);
    for (Outgoing one : records) {
      // behind a record that was refused, nothing is sent: it would be sent again with it
      if (outbox.failure() == null) {
        sender.send(one, page);
      }
    }
    records.clear();
    bytes = 0;
  }
}
