package dev.attune.query.profile;

import dev.attune.core.behaviour.Sessions;
import dev.attune.core.behaviour.Sessions.Session;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When the person was there, by event time.
 *
 * @param count how many sessions
 * @param interactions how many were in them
 * @param seconds how long they were, together
 * @param current the one that the person is in at {@code evaluatedAt}; null if the last one is over
 * @param latest the last ten, the latest first
 */
public record SessionsAnswer(
    long count, long interactions, double seconds, @Nullable One current, List<One> latest) {

  private static final int MOST = 10;

  /** One session. */
  public record One(String id, boolean derived, Instant start, Instant end, long interactions, UUID source) {
    private static One of(Session session) {
      return new One(
          session.id(), session.derived(), session.start(), session.end(), session.interactions(), session.source());
    }
  }

  static SessionsAnswer of(Sessions sessions, Instant now) {
    Sessions.Sums totals = sessions.totals();
    Session current = sessions.current(now);
    return new SessionsAnswer(
        totals.sessions(),
        totals.interactions(),
        totals.time().toMillis() / 1_000.0,
        current == null ? null : One.of(current),
        sessions.latest().reversed().stream().limit(MOST).map(One::of).toList());
  }

  static List<One> all(Sessions sessions) {
    return sessions.latest().reversed().stream().map(One::of).toList();
  }
}
