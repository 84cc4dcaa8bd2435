package dev.attune.query.platform;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings below {@code attune}.
 *
 * @param readKey guards the query API; empty: everybody is refused
 * @param operatorKey guards what operators do; empty: everybody is refused
 * @param kafka where the log comes from
 * @param query how queries are answered
 * @param projection how views are folded
 * @param rebuild how generations take the place of others
 * @param reconcile how views are compared with the history
 */
@ConfigurationProperties("attune")
record Settings(String readKey, String operatorKey, Kafka kafka, Query query, Projection projection, Rebuild rebuild, Reconcile reconcile) {

  /**
   * @param bootstrap servers
   * @param instance name of this instance within its consumer groups; empty: host and port
   */
  record Kafka(String bootstrap, String instance) {}

  /**
   * @param waitAtMost how long a query waits for its {@code min-position}; at most ten seconds
   * @param subscribers who listen to changes at a time, at most
   */
  record Query(Duration waitAtMost, int subscribers) {
    Query {
      if (waitAtMost.isNegative() || waitAtMost.compareTo(Duration.ofSeconds(10)) > 0) {
        throw new IllegalArgumentException("attune.query.wait-at-most must be from 0 to 10 seconds, not " + waitAtMost);
      }
    }
  }

  /**
   * @param cache memory for the states of each view of each generation, roughly
   * @param batch records that are folded together at most
   * @param lanes parts of a large batch that are folded and written side by side; 0: half as many as processors, one to four
   */
  record Projection(DataSize cache, int batch, int lanes) {}

  /**
   * @param lag events that a generation may be behind the log when it passes the gate
   * @param share percent of the time that rebuilds have together while requests are under way, 1 to 100
   * @param grace how long documents stay that nobody is to read any more
   */
  record Rebuild(long lag, int share, Duration grace) {}

  /**
   * @param every time between two people that are looked at; zero: nobody is
   */
  record Reconcile(Duration every) {
    Reconcile {
      if (every.isNegative()) {
        throw new IllegalArgumentException("attune.reconcile.every must not be negative, but is " + every);
      }
    }
  }
}
