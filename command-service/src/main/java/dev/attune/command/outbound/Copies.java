package dev.attune.command.outbound;

import dev.attune.command.outbound.CopyStatus.State;
import dev.attune.contracts.wire.Topics;
import dev.attune.eventstore.read.EventReader;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * The copies of the log that this node writes or wrote. A copy has its own checkpoint by the topic's name, kept like the
 * relay's; asked for again, it goes on from there, on any node. Thread-safe.
 */
final class Copies {

  private final Relay.Connections connections;
  private final EventReader reader;
  private final Brokers brokers;
  private final RelaySettings settings;
  private final Map<String, Copy> copies = new TreeMap<>();

  Copies(
      Relay.Connections connections, EventReader reader, Brokers brokers, RelaySettings settings) {
    this.connections = connections;
    this.reader = reader;
    this.brokers = brokers;
    this.settings = settings;
  }

  /**
   * Begins a copy into a topic, goes on with one that stopped, or adds to one that is done what was appended since. One
   * that is under way on this node stays as it is.
   *
   * @param partitions 0: as many as the event topic has
   * @throws RelayTopics.WrongTopicException if the topic differs from what it must be, holds something else, is one of
   *     Attune's own, or if another node copies into it
   */
  synchronized CopyStatus begin(String topic, int partitions)
      throws SQLException, InterruptedException, ExecutionException, TimeoutException {
    Copy running = copies.get(topic);
    if (running != null && running.status().state() == State.COPYING) {
      return running.status();
    }
    if (Topics.ALL.contains(topic)) {
      throw new RelayTopics.WrongTopicException(
          "Topic %s is one of those that the relay keeps: take another name.".formatted(topic));
    }
    Optional<CopyLease> lease = CopyLease.take(connections.open(), topic);
    if (lease.isEmpty()) {
      throw new RelayTopics.WrongTopicException("Another node copies into topic %s: ask it.".formatted(topic));
    }
    Copy copy = prepared(topic, partitions == 0 ? settings.partitions() : partitions, lease.get());
    copies.put(topic, copy);
    Thread.ofPlatform().name("attune-relay-copy").daemon().start(copy::run);
    return copy.status();
  }

  private Copy prepared(String topic, int partitions, CopyLease lease)
      throws SQLException, InterruptedException, ExecutionException, TimeoutException {
    boolean prepared = false;
    try (Admin admin = brokers.admin()) {
      RelayTopics topics = new RelayTopics(admin, settings);
      String id = topics.ensureCopy(topic, partitions);
      TopicEnd end = new TopicEnd(brokers.common());
      boolean ours = lease.load(topic).filter(saved -> saved.topicId().equals(id)).isPresent();
      if (!ours && !end.isEmpty(topic, partitions)) {
        throw new RelayTopics.WrongTopicException(
            "Topic %s holds records that are no copy of this log: take another name, or delete the topic.".formatted(topic));
      }
      long target = reader.head();
      Checkpoint begin = ours ? new Start(lease, end, reader).of(topic, id, partitions)
          : Checkpoint.start(topic, id, partitions);
      lease.save(begin);
      Copy copy = new Copy(begin, target, topics.largest(topic), lease, reader, brokers);
      prepared = true;
      return copy;
    } finally {
      if (!prepared) {
        lease.close();
      }
    }
  }

  synchronized List<CopyStatus> all() {
    return copies.values().stream().map(Copy::status).toList();
  }

  synchronized Optional<CopyStatus> of(String topic) {
    return Optional.ofNullable(copies.get(topic)).map(Copy::status);
  }

  /** Stops all; each can go on later. */
  synchronized void stop() {
    copies.values().forEach(Copy::stop);
  }
}
