package dev.attune.eventstore.append;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is stored as a whole or not at all.
 *
 * @param attempt UUIDv7 of this try, the same when it is sent again after a lost reply: a claim taken by the same attempt
 *     is our own. The id of the unit's last event, if no other try has that, saves 16 bytes a claim
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

  /** The attempt, if it is not the id of the last event. */
  @Nullable UUID ownAttempt() {
    StreamAppend last = order.isEmpty() ? streams.getLast() : streams.get(order.getLast());
    return last.events().getLast().eventId().equals(attempt) ? null : attempt;
  }
}
