package dev.attune.eventstore.stream;

import javax.sql.DataSource;

/**
 * That the states of long streams are kept beside the log.
 *
 * @param <S> state of a stream
 * @param database of the log, a pool
 * @param kind what the states are of: streams folded in two ways have two kinds
 * @param codec the states as bytes
 * @param every a snapshot is written once there are more than so many events behind the last one; at least 1
 * @param underWay most snapshots that are written at the same time, each on a connection of the pool; at least 1
 */
public record SnapshotOptions<S>(DataSource database, String kind, SnapshotCodec<S> codec, int every, int underWay) {

  /** 200 events. */
  public static final int EVERY = 200;

  private static final int UNDER_WAY = 2;

  public SnapshotOptions {
    if (every < 1 || underWay < 1) {
      throw new IllegalArgumentException(
          "A snapshot every %d events, %d under way: both must be at least 1".formatted(every, underWay));
    }
  }

  /** Every {@value #EVERY} events, two under way. */
  public static <S> SnapshotOptions<S> of(DataSource database, String kind, SnapshotCodec<S> codec) {
    return new SnapshotOptions<>(database, kind, codec, EVERY, UNDER_WAY);
  }

  public SnapshotOptions<S> every(int events) {
    return new SnapshotOptions<>(database, kind, codec, events, underWay);
  }
}
