package dev.attune.command.outbound;

import dev.attune.contracts.wire.Topics;
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

/** Creates the topics, and refuses those that exist and differ: they could lose history or the order of a profile. */
final class RelayTopics {

  private static final long SECONDS = 10;

  /** What keeps the whole history. */
  private static final Map<String, String> WHOLE_HISTORY =
      Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1");

  /** Announcements repeat each second, so an hour of them is plenty. */
  private static final Map<String, String> ANNOUNCEMENTS =
      Map.of("cleanup.policy", "delete", "retention.ms", "3600000", "segment.bytes", "16777216");

  private final Admin admin;
  private final RelaySettings settings;

  RelayTopics(Admin admin, RelaySettings settings) {
    this.admin = admin;
    this.settings = settings;
  }

  /**
   * The ids of the topics by name, all there and as they must be.
   *
   * @throws WrongTopicException if one exists and differs
   */
  Map<String, String> ensure() throws InterruptedException, ExecutionException, TimeoutException {
    create(Topics.EVENTS, settings.partitions(), WHOLE_HISTORY);
    create(Topics.DEFINITIONS, 1, WHOLE_HISTORY);
    create(Topics.PROGRESS, 1, ANNOUNCEMENTS);
    Map<String, TopicDescription> topics = describe();
    checkPartitions(found(topics, Topics.EVENTS), settings.partitions());
    checkPartitions(found(topics, Topics.DEFINITIONS), 1);
    checkPartitions(found(topics, Topics.PROGRESS), 1);
    checkHistory(Topics.EVENTS);
    checkHistory(Topics.DEFINITIONS);
    return idsOf(topics);
  }

  /** The ids of the topics by name, as they are now. */
  Map<String, String> ids() throws InterruptedException, ExecutionException, TimeoutException {
    return idsOf(describe());
  }

  private static Map<String, String> idsOf(Map<String, TopicDescription> topics) {
    return Map.of(
        Topics.EVENTS, id(found(topics, Topics.EVENTS)),
        Topics.DEFINITIONS, id(found(topics, Topics.DEFINITIONS)),
        Topics.PROGRESS, id(found(topics, Topics.PROGRESS)));
  }

  private static TopicDescription found(Map<String, TopicDescription> topics, String name) {
    return Objects.requireNonNull(topics.get(name), name);
  }

  private static String id(TopicDescription topic) {
    return topic.topicId().toString();
  }

  private Map<String, TopicDescription> describe() throws InterruptedException, ExecutionException, TimeoutException {
    return admin
        .describeTopics(List.of(Topics.EVENTS, Topics.DEFINITIONS, Topics.PROGRESS))
        .allTopicNames()
        .get(SECONDS, TimeUnit.SECONDS);
  }

  private void create(String name, int partitions, Map<String, String> configuration)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, String> all = new java.util.HashMap<>(configuration);
    all.put("min.insync.replicas", settings.replication() >= 3 ? "2" : "1");
    NewTopic topic = new NewTopic(name, partitions, settings.replication()).configs(all);
    try {
      admin.createTopics(Set.of(topic)).all().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static void checkPartitions(TopicDescription topic, int wanted) {
    int there = topic.partitions().size();
    if (there != wanted) {
      throw new WrongTopicException(
          "Topic %s has %d partitions and must have %d: the count never changes. Set ATTUNE_RELAY_PARTITIONS to it, or"
              .formatted(topic.name(), there, wanted)
              + " delete the topic: it is written again from the log.");
    }
  }

  private void checkHistory(String name) throws InterruptedException, ExecutionException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    Config there =
        Objects.requireNonNull(
            admin.describeConfigs(List.of(resource)).all().get(SECONDS, TimeUnit.SECONDS).get(resource), name);
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

  /** A topic differs from what it must be. */
  static final class WrongTopicException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongTopicException(String message) {
      super(message);
    }
  }
}
