package dev.attune.command.outbound;

import dev.attune.command.outbound.TopicCheckStatus.State;
import dev.attune.eventstore.read.EventReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** The comparison of the topics with the log that this node makes or made last. Thread-safe. */
final class TopicChecks {

  private final Relay.Connections connections;
  private final EventReader reader;
  private final Wire brokers;
  private final RelaySettings settings;
  private final Duration patience;
  private @Nullable TopicCheck last;

  /**
   * @param patience how long the relay may take for what is not in a topic
   */
  TopicChecks(
      Relay.Connections connections, EventReader reader, Wire brokers, RelaySettings settings, Duration patience) {
    this.connections = connections;
    this.reader = reader;
    this.brokers = brokers;
    this.settings = settings;
    this.patience = patience;
  }

  /**
   * Begins a comparison, unless one is under way.
   *
   * @param mend what is missing is sent again
   */
  synchronized TopicCheckStatus begin(boolean mend) throws InterruptedException, ExecutionException, TimeoutException {
    TopicCheck running = last;
    if (running != null && running.status().state() == State.CHECKING) {
      return running.status();
    }
    try (Admin admin = brokers.admin()) {
      String topicId = new RelayTopics(admin, settings).ids().events();
      TopicCheck check =
          new TopicCheck(reader, brokers, this::sent, topicId, settings.partitions(), mend, patience);
      last = check;
      Thread.ofPlatform().name("attune-topic-check").daemon().start(check::run);
      return check.status();
    }
  }

  /** Empty if none was made since the node started. */
  synchronized Optional<TopicCheckStatus> latest() {
    return Optional.ofNullable(last).map(TopicCheck::status);
  }

  synchronized void stop() {
    if (last != null) {
      last.stop();
    }
  }

  /** Up to where the relay, on whatever node it is, has the brokers' word. */
  private long sent(String topic) {
    try (Connection connection = connections.open()) {
      return Lease.load(connection, topic).map(Checkpoint::position).orElse(0L);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL does not answer: " + e.getMessage(), e);
    }
  }
}
