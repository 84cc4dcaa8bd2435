package dev.attune.query.projection;

import java.time.Duration;
import java.util.List;

/**
 * Views that are folded together, in a consumer group of their own, and rebuilt together.
 *
 * @param name {@code [a-z]+}; part of collection and group names
 * @param revision of the fold: raised whenever the same events give other documents
 * @param views gathering ones are written first, then keyed ones in this order
 * @param pace shortest time between two batches once it has caught up: events that come meanwhile are folded and written
 *     together. A request that waits for a position does not wait for it.
 */
public record Projection(String name, int revision, List<View<?>> views, Duration pace) {

  /** A projection that folds each event as soon as it comes. */
  public Projection(String name, int revision, List<View<?>> views) {
    this(name, revision, views, Duration.ZERO);
  }
}
