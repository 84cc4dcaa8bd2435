package dev.attune.query.projection;

import dev.attune.contracts.wire.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * How Kafka is read, and told of gaps. Offsets are never committed; a poll returns as soon as there is anything.
 *
 * @param bootstrap servers
 * @param instance name of this instance that outlives a restart: one that comes back gets its partitions at once,
 *     without waiting for its dead self to be noticed. Null: a new member at each start.
 */
public record Brokers(String bootstrap, @Nullable String instance) {

  private static final int RECORDS_AT_ONCE = 20_000;

  /**
   * A consumer that shares the partitions with the others of its group.
   *
   * @param atOnce records of a poll at most
   */
  Consumer<byte[], byte[]> joining(String group, int atOnce) {
    Map<String, Object> settings = settings();
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, atOnce);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    if (instance != null) {
      settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
    }
    settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
    // a fetch that waits for nothing keeps the next one, of other partitions, from being sent
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    return new KafkaConsumer<>(settings);
  }

  /** A consumer of its own, in no group. */
  public Consumer<byte[], byte[]> reading() {
    return new KafkaConsumer<>(settings());
  }

  /** A producer for reports to the relay: they are few and repeated, so it gives up soon. */
  Producer<byte[], byte[]> reporting() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
            ProducerConfig.CLIENT_ID_CONFIG, "attune-gap-reports",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3_000,
            ProducerConfig.LINGER_MS_CONFIG, 0,
            ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** What the cluster says of the topic of events; waits at most ten seconds for it. */
  Topic events() {
    try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
      TopicDescription topic =
          admin.describeTopics(List.of(Topics.EVENTS)).allTopicNames().get(10, TimeUnit.SECONDS).get(Topics.EVENTS);
      if (topic == null) {
        throw new KafkaException("There is no topic " + Topics.EVENTS);
      }
      return new Topic(topic.topicId().toString(), topic.partitions().size());
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("The topic " + Topics.EVENTS + " cannot be described: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new java.util.HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000);
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 2 << 20);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_ONCE);
    settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return settings;
  }

  /**
   * The topic of events.
   *
   * @param id Kafka's id: another one means that the topic was made anew
   * @param partitions never changes
   */
  record Topic(String id, int partitions) {}
}
