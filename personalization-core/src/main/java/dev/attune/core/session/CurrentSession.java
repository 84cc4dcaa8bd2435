package dev.attune.core.session;

import dev.attune.contracts.ProfileEvent.SessionRef;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The session that the person is in, if it is not over yet.
 *
 * @param id the client's session id, or {@code auto-} and the milliseconds since 1970 of its start
 * @param derived true if no client gave the id
 * @param lastActivity server time of the last activity
 */
public record CurrentSession(String id, boolean derived, Instant lastActivity) {

  /** A session without a client's id is over after that long without activity. */
  public static final Duration INACTIVITY = Duration.ofMinutes(30);

  /**
   * The session after an activity.
   *
   * @param given the client's session id, if it gave one
   */
  public static CurrentSession after(@Nullable CurrentSession before, @Nullable String given, Instant at) {
    SessionRef reference = at(before, given, at);
    Instant last = before != null && before.lastActivity.isAfter(at) ? before.lastActivity : at;
    return new CurrentSession(reference.id(), reference.derived(), last);
  }

  /** The session that a decision counted in. */
  public static CurrentSession of(SessionRef reference, Instant at) {
    return new CurrentSession(reference.id(), reference.derived(), at);
  }

  /**
   * The session at a moment: the given one, else the current one if it is not over, else a new one.
   *
   * @param given the client's session id, if it gave one
   */
  public static SessionRef at(@Nullable CurrentSession current, @Nullable String given, Instant at) {
    if (given != null) {
      return new SessionRef(given, false);
    }
    if (current != null && !at.isAfter(current.lastActivity.plus(INACTIVITY))) {
      return new SessionRef(current.id, current.derived);
    }
    return new SessionRef("auto-" + at.toEpochMilli(), true);
  }
}
