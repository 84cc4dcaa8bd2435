package dev.attune.command.outbound;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a comparison of the topics with the log is, and what it found.
 *
 * @param state how it is
 * @param position everything up to here is compared
 * @param target the log's last position when it was asked for
 * @param eventsPerSecond compared over the last five seconds
 * @param compared records; definitions count twice, since they are in two topics
 * @param gapsClosed places where events were missing that are there now, since they were asked for
 * @param differing events that consumers do not get, or get otherwise than the log has them, now that it is over
 * @param findings what differs, or was missing; the first twenty
 * @param reason why it failed; null if it did not
 */
record TopicCheckStatus(
    State state,
    long position,
    long target,
    double eventsPerSecond,
    long compared,
    long gapsClosed,
    long differing,
    List<String> findings,
    @Nullable String reason) {

  /** How a comparison is. */
  enum State {
    /** It is under way. */
    CHECKING,
    /** Everything up to the target is compared. */
    DONE,
    /** It broke off; it can be asked for again. */
    FAILED
  }
}
