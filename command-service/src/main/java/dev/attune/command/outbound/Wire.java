package dev.attune.command.outbound;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;

/** The relay's ways to Kafka. */
interface Wire {

  /** Settings for a consumer of the relay's own. */
  Map<String, Object> common();

  Admin admin();

  /** One that never leaves a hole: the first error that comes out of it ends it. */
  Producer<byte[], byte[]> producer();

  /** What is in the topics: a checkpoint alone is not trusted. */
  Ends ends();
}
