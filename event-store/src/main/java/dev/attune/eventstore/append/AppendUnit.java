package dev.attune.eventstore.append;

import java.util.List;
import java.util.UUID;

/**
 * What is stored as a whole or not at all.
 *
 * @param attempt UUIDv7 of this try, the same when it is sent again after a lost reply: a claim taken by the same attempt
 *     is our own
 * @param streams events for one or more streams, each stream at most once
 * @param claims checked before the versions
 * @param order of the positions across streams: for each event the place of its stream in {@code streams}, from 0, with the
 *     first stream first; empty if the events are to stand stream after stream
 */
public record AppendUnit(UUID attempt, List<StreamAppend> streams, List<Claim> claims, List<Integer> order) {

  /** Stream after stream. */
  public AppendUnit(UUID attempt, List<StreamAppend> streams, List<Claim> claims) {
    this(attempt, streams, claims, List.of());
  }
}
