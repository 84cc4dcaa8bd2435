package dev.attune.core.behaviour;

import dev.attune.core.session.CurrentSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When the person was there, by event time. Something with a client's session id belongs in the session of that id;
 * without one, in the session that was active last, if it was at most 30 minutes before, else it begins a session of its
 * own. Traits told without a session id begin none.
 *
 * <p>The {@value #KEPT} sessions that were active last are kept one by one, of all others their sums. An id that comes
 * again after that many other sessions counts as another one.
 *
 * @param latest the one that was active last, last
 * @param earlier the sums of the others
 */
public record Sessions(List<Session> latest, Sums earlier) {

  /** How many are kept one by one. */
  public static final int KEPT = 100;

  /** There was none. */
  public static final Sessions NONE = new Sessions(List.of(), new Sums(0, 0, Duration.ZERO));

  /**
   * A session.
   *
   * @param id the client's, else {@code auto-} and the milliseconds since 1970 of its start
   * @param derived true if no client gave the id
   * @param start when the first thing in it happened
   * @param end when the last thing in it happened so far
   * @param interactions how many were in it
   * @param source of the first thing in it
   */
  public record Session(String id, boolean derived, Instant start, Instant end, long interactions, UUID source) {

    /** True if it is not over at a moment: something happened in it in the 30 minutes before. */
    public boolean isOpen(Instant at) {
      return !at.isAfter(end.plus(CurrentSession.INACTIVITY));
    }

    private Session with(Happening next) {
      return new Session(id, derived, start, next.at(), interactions + (next.interaction() == null ? 0 : 1), source);
    }
  }

  /**
   * Sums over sessions.
   *
   * @param sessions how many
   * @param interactions how many were in them
   * @param time how long they were, together
   */
  public record Sums(long sessions, long interactions, Duration time) {

    private Sums with(Session session) {
      return new Sums(
          sessions + 1,
          interactions + session.interactions(),
          time.plus(Duration.between(session.start(), session.end())));
    }
  }

  /** The sums over all sessions. */
  public Sums totals() {
    Sums totals = earlier;
    for (Session session : latest) {
      totals = totals.with(session);
    }
    return totals;
  }

  /** The session that the person is in at a moment; null if the last one is over. */
  public @Nullable Session current(Instant now) {
    return !latest.isEmpty() && latest.getLast().isOpen(now) ? latest.getLast() : null;
  }

  Sessions evolve(Happening next) {
    int index = find(next);
    if (index >= 0) {
      return new Sessions(Kept.moved(latest, index, latest.get(index).with(next), KEPT), earlier);
    }
    String given = next.session();
    if (given == null && next.interaction() == null) {
      return this;
    }
    Instant at = next.at();
    String id = given == null ? "auto-" + at.toEpochMilli() : given;
    Session begun =
        new Session(id, given == null, at, at, next.interaction() == null ? 0 : 1, next.source());
    Sums sums = latest.size() < KEPT ? earlier : earlier.with(latest.getFirst());
    return new Sessions(Kept.moved(latest, -1, begun, KEPT), sums);
  }

  private int find(Happening next) {
    String given = next.session();
    int index = latest.size() - 1;
    if (given == null) {
      return index >= 0 && latest.get(index).isOpen(next.at()) ? index : -1;
    }
    while (index >= 0 && !latest.get(index).id().equals(given)) {
      index--;
    }
    return index;
  }
}
