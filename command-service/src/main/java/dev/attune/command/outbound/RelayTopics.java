package dev.attune.command.outbound;

import dev.attune.contracts.wire.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics, and refuses those that exist and differ: they could lose history or the order of a profile. */
final class RelayTopics {

  private static final long SECONDS = 10;

  /** What keeps the whole history. */
  private static final Map<String, String> WHOLE_HISTORY =
      Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1");

  /** Announcements repeat each second, so an hour of them is plenty. */
  private static final Map<String, String> ANNOUNCEMENTS =
      Map.of("cleanup.policy", "delete", "retention.ms", "3600000", "segment.bytes", "16777216");

  /** Reports repeat while a gap stays. */
  private static final Map<String, String> REPORTS =
      Map.of("cleanup.policy", "delete", "retention.ms", "600000", "segment.bytes", "16777216");

  private final Admin admin;
  private final RelaySettings settings;

  RelayTopics(Admin admin, RelaySettings settings) {
    this.admin = admin;
    this.settings = settings;
  }

  /**
   * The ids of the topics, all there and as they must be.
   *
   * @throws WrongTopicException if one exists and differs
   */
  Ids ensure() throws InterruptedException, ExecutionException, TimeoutException {
    create(Topics.EVENTS, settings.partitions(), WHOLE_HISTORY);
    create(Topics.DEFINITIONS, 1, WHOLE_HISTORY);
    create(Topics.PROGRESS, 1, ANNOUNCEMENTS);
    create(Topics.GAPS, 1, REPORTS);
    checkPartitions(Topics.EVENTS, settings.partitions());
    checkPartitions(Topics.DEFINITIONS, 1);
    checkPartitions(Topics.PROGRESS, 1);
    checkPartitions(Topics.GAPS, 1);
    checkHistory(Topics.EVENTS);
    checkHistory(Topics.DEFINITIONS);
    return ids();
  }

  /**
   * The id of a topic for a copy of the log, there and as it must be.
   *
   * @throws WrongTopicException if it exists and differs
   */
  String ensureCopy(String topic, int partitions) throws InterruptedException, ExecutionException, TimeoutException {
    create(topic, partitions, WHOLE_HISTORY);
    int there = describe(topic).partitions().size();
    if (there != partitions) {
      throw new WrongTopicException(
          "Topic %s has %d partitions, not %d: ask for as many as it has, take another name, or delete the topic."
              .formatted(topic, there, partitions));
    }
    checkHistory(topic);
    return id(topic);
  }

  /** Bytes of the largest batch of records that the topics of events take. */
  int largest() throws InterruptedException, ExecutionException, TimeoutException {
    return Math.min(largest(Topics.EVENTS), largest(Topics.DEFINITIONS));
  }

  /** Bytes of the largest batch of records that a topic takes. */
  int largest(String topic) throws InterruptedException, ExecutionException, TimeoutException {
    ConfigEntry entry = config(topic).get("max.message.bytes");
    return entry == null || entry.value() == null ? Integer.MAX_VALUE : Integer.parseInt(entry.value());
  }

  /** The ids of the topics as they are now. */
  Ids ids() throws InterruptedException, ExecutionException, TimeoutException {
    return new Ids(id(Topics.EVENTS), id(Topics.DEFINITIONS), id(Topics.PROGRESS), id(Topics.GAPS));
  }

  /** Kafka's ids of the topics: one that was deleted and made again has another. */
  record Ids(String events, String definitions, String progress, String gaps) {}

  private String id(String topic) throws InterruptedException, ExecutionException, TimeoutException {
    return describe(topic).topicId().toString();
  }

  private TopicDescription describe(String topic) throws InterruptedException, ExecutionException, TimeoutException {
    return Objects.requireNonNull(
        admin.describeTopics(List.of(topic)).allTopicNames().get(SECONDS, TimeUnit.SECONDS).get(topic));
  }

  private void create(String name, int partitions, Map<String, String> configuration)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, String> all = new HashMap<>(configuration);
    all.put("min.insync.replicas", settings.replication() >= 3 ? "2" : "1");
    NewTopic topic = new NewTopic(name, partitions, settings.replication()).configs(all);
    try {
      admin.createTopics(Set.of(topic)).all().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
    awaitKnown(name);
  }

  /** A broker may not know yet what the controller has created. */
  private void awaitKnown(String name) throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (true) {
      try {
        describe(name);
        config(name);
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }

  private void checkPartitions(String topic, int wanted)
      throws InterruptedException, ExecutionException, TimeoutException {
    int there = describe(topic).partitions().size();
    if (there != wanted) {
      throw new WrongTopicException(
          "Topic %s has %d partitions and must have %d: the count never changes. Set ATTUNE_RELAY_PARTITIONS to it, or"
              .formatted(topic, there, wanted)
              + " delete the topic: it is written again from the log.");
    }
  }

  private void checkHistory(String name) throws InterruptedException, ExecutionException, TimeoutException {
    Config there = config(name);
    WHOLE_HISTORY.forEach(
        (key, wanted) -> {
          ConfigEntry entry = there.get(key);
          if (entry == null || !wanted.equals(entry.value())) {
            throw new WrongTopicException(
                "Topic %s has %s=%s and must have %s: it holds the whole history. Correct it with kafka-configs.sh."
                    .formatted(name, key, entry == null ? "nothing" : entry.value(), wanted));
          }
        });
  }

  private Config config(String topic) throws InterruptedException, ExecutionException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return Objects.requireNonNull(
        admin.describeConfigs(List.of(resource)).all().get(SECONDS, TimeUnit.SECONDS).get(resource));
  }

  /** A topic differs from what it must be. */
  static final class WrongTopicException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongTopicException(String message) {
      super(message);
    }
  }
}
