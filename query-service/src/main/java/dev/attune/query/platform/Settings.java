package dev.attune.query.platform;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings below {@code attune}.
 *
 * @param readKey guards the query API; empty: everybody is refused
 * @param kafka where the log comes from
 * @param query how queries are answered
 * @param projection how views are folded
 */
@ConfigurationProperties("attune")
record Settings(String readKey, Kafka kafka, Query query, Projection projection) {

  /**
   * @param bootstrap servers
   * @param instance name of this instance within its consumer groups; empty: host and port
   */
  record Kafka(String bootstrap, String instance) {}

  /**
   * @param waitAtMost how long a query waits for its {@code min-position}; at most ten seconds
   */
  record Query(Duration waitAtMost) {
    Query {
      if (waitAtMost.isNegative() || waitAtMost.compareTo(Duration.ofSeconds(10)) > 0) {
        throw new IllegalArgumentException("attune.query.wait-at-most must be from 0 to 10 seconds, not " + waitAtMost);
      }
    }
  }

  /**
   * @param cache memory for the states of each view, roughly
   */
  record Projection(DataSize cache) {}
}
