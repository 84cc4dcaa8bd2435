package dev.attune.command.outbound;

import dev.attune.command.outbound.Outbox.Written;
import dev.attune.command.outbound.RelayState.Role;
import dev.attune.command.outbound.RelayTopics.Ids;
import dev.attune.contracts.wire.Topics;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.Feed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays while this node holds the lease, and stands by while another does. Whatever fails, it begins again from the
 * checkpoint.
 */
final class Relay {

  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final int IN_FLIGHT = 20_000;
  private static final Duration TRY_AGAIN = Duration.ofMillis(500);
  private static final Duration LOOK_AT_TOPICS = Duration.ofSeconds(2);

  private final Connections connections;
  private final EventReader reader;
  private final LongFunction<Feed> feeds;
  private final Wire wire;
  private final RelaySettings settings;
  private final RelayState state;
  private final Pauses pauses = new Pauses();
  private volatile boolean stopped;
  private volatile @Nullable Outbox current;
  private @Nullable Thread worker;

  Relay(
      Connections connections,
      EventReader reader,
      LongFunction<Feed> feeds,
      Wire wire,
      RelaySettings settings,
      RelayState state) {
    this.connections = connections;
    this.reader = reader;
    this.feeds = feeds;
    this.wire = wire;
    this.settings = settings;
    this.state = state;
  }

  /** Opens connections of the relay's own: the lease lives and dies with one. */
  @FunctionalInterface
  interface Connections {
    Connection open() throws SQLException;
  }

  synchronized void start() {
    stopped = false;
    worker = Thread.ofPlatform().name("attune-relay").daemon().start(this::run);
  }

  /** Sends what was begun, keeps the checkpoint, and gives up the lease. */
  synchronized void stop() throws InterruptedException {
    stopped = true;
    Thread running = worker;
    if (running != null) {
      Outbox outbox = current;
      if (outbox != null) {
        outbox.drain(2_000);
        outbox.fail(new StoppedException());
        // An interrupt would close the connection of the lease before the last checkpoint is kept.
        running.join(3_000);
      }
      running.interrupt();
      running.join(3_000);
      worker = null;
    }
  }

  synchronized boolean isRunning() {
    return worker != null;
  }

  private void run() {
    while (!stopped) {
      try (Lease lease = Lease.on(connections.open())) {
        while (!stopped) {
          if (lease.tryTake()) {
            LOG.info("This node relays now");
            try (LeaseKeeper keeper = new LeaseKeeper(lease, this::lost)) {
              lead(lease);
            }
          } else if (state.role() != Role.STANDING_BY) {
            state.become(Role.STANDING_BY, null);
          }
          Thread.sleep(TRY_AGAIN);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (Throwable e) {
        // Errors as well: a relay without a thread would look as if it led.
        failed(e);
      }
    }
    state.become(Role.STANDING_BY, null);
  }

  private void failed(Throwable thrown) {
    Throwable cause = thrown instanceof ExecutionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    if (stopped) {
      return;
    }
    if (state.role() == Role.FAILING && reason.equals(state.reason())) {
      LOG.debug("The relay still fails", cause);
    } else {
      LOG.warn("The relay begins again from its checkpoint: {}", reason);
    }
    state.become(Role.FAILING, reason);
    if (cause instanceof RefusedException refused) {
      state.refused(refused.position());
    }
    try {
      Thread.sleep(pauses.after(cause, state.position()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }

  /** Whoever has lost the lease sends nothing more. */
  private void lost(Throwable cause) {
    Outbox outbox = current;
    if (outbox != null) {
      outbox.fail(cause);
    }
  }

  /** Relays until something fails. */
  private void lead(Lease lease) throws Exception {
    try (Admin admin = wire.admin()) {
      RelayTopics topics = new RelayTopics(admin, settings);
      Ids ids = topics.ensure();
      Start start = new Start(lease, wire.ends(), reader);
      Checkpoint events = start.of(Topics.EVENTS, ids.events(), settings.partitions());
      Checkpoint definitions = start.of(Topics.DEFINITIONS, ids.definitions(), 1);
      Outbox outbox =
          new Outbox(IN_FLIGHT, new Written(events.position(), events.lastByPartition(), definitions.position()));
      current = outbox;
      state.sendsThrough(outbox);
      state.at(events.position(), reader.head());
      state.become(Role.LEADING, null);
      LOG.info("Relaying from position {}", events.position() + 1);
      send(lease, topics, ids, outbox, events, definitions);
    } finally {
      current = null;
      state.sendsThrough(null);
    }
  }

  private void send(
      Lease lease, RelayTopics topics, Ids ids, Outbox outbox, Checkpoint events, Checkpoint definitions)
      throws Exception {
    Producer<byte[], byte[]> producer = wire.producer();
    Announcer announcer = new Announcer(outbox, producer, lease, reader, state, events, definitions);
    Thread announcing = Thread.ofVirtual().name("attune-relay-announcer").start(announcer::run);
    Thread watching = Thread.ofVirtual().name("attune-relay-topics").start(() -> watch(topics, ids, outbox));
    GapReports reports = new GapReports(wire.common(), ids.events());
    // Not interrupted: its consumer would complain; it looks every 200 ms whether to go on.
    Thread.ofPlatform().name("attune-relay-gaps").daemon().start(() -> reports.follow(() -> outbox.failure() == null));
    try {
      Sender sender = new Sender(producer, state::sent);
      int largest = topics.largest();
      Relaying relaying = new Relaying(new Run(sender, outbox, largest), outbox, events, definitions);
      relaying.catchUpDefinitions(reader);
      relaying.run(
          feeds,
          reports,
          new Resending(reader, outbox, new Run(sender, outbox, largest), state, settings.partitions(), System::nanoTime));
      throwFailure(outbox);
    } finally {
      outbox.fail(new StoppedException());
      producer.close(Duration.ZERO);
      watching.interrupt();
      announcing.join(2_000);
      announcing.interrupt();
    }
  }

  private static void throwFailure(Outbox outbox) throws Exception {
    Throwable failure = outbox.failure();
    if (failure instanceof Exception known) {
      throw known;
    }
    throw new IllegalStateException(failure);
  }

  /** A topic that was deleted, and perhaps made again, is written again from the beginning. */
  private static void watch(RelayTopics topics, Ids ids, Outbox outbox) {
    try {
      while (outbox.failure() == null) {
        Thread.sleep(LOOK_AT_TOPICS);
        try {
          if (!topics.ids().equals(ids)) {
            outbox.fail(new IllegalStateException("A topic was deleted and made again"));
          }
        } catch (ExecutionException e) {
          if (e.getCause() instanceof UnknownTopicOrPartitionException gone) {
            outbox.fail(new IllegalStateException("A topic was deleted", gone));
          }
        } catch (TimeoutException e) {
          LOG.debug("The brokers do not answer", e);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      // errors as well: nobody else would notice that the topic is another one
      outbox.fail(e);
    }
  }

  /** Not a failure: the relay was told to stop. */
  private static final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoppedException() {
      super("The relay was stopped", null, false, false);
    }
  }
}
