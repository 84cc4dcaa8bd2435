package dev.attune.core.audience;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a person stands with an audience, as was told so far. Each change of it is a {@link Crossing}; it depends on the
 * events, their {@code recordedAt} and the moments between them only, so whoever goes through a history again comes to
 * the same crossings.
 *
 * @param member true if the person belongs
 * @param due when that may change by time alone; null: never
 */
public record Standing(boolean member, @Nullable Instant due) {

  /** Outside, whatever time does. */
  public static final Standing OUTSIDE = new Standing(false, null);

  /** How somebody stands at the moment from which on crossings are told; itself none. */
  public static Standing at(PersonState state, Audience audience, Instant moment) {
    Membership membership = state.membership(audience, moment);
    return new Standing(membership.member(), membership.until());
  }

  /** True if the moment has come at which time alone may have changed it. */
  public boolean isDue(Instant now) {
    return due != null && !due.isAfter(now);
  }

  /** The standing once time has passed, without an event. */
  public Standing passed(PersonState state, Audience audience, Instant now, Consumer<Crossing> crossings) {
    Standing standing = this;
    for (Instant at = due; at != null && !at.isAfter(now); at = standing.due) {
      standing = standing.next(state, audience, at, 0, crossings);
    }
    return standing;
  }

  /**
   * The standing after an event, until whose {@code recordedAt} time has {@link #passed}.
   *
   * @param state with the event
   */
  public Standing happened(PersonState state, Audience audience, PersonEvent event, Consumer<Crossing> crossings) {
    return next(state, audience, event.recordedAt(), event.version(), crossings);
  }

  private Standing next(
      PersonState state, Audience audience, Instant at, long version, Consumer<Crossing> crossings) {
    Membership membership = state.membership(audience, at);
    if (membership.member() != member) {
      crossings.accept(new Crossing(audience, membership.member(), at, version));
    }
    return new Standing(membership.member(), membership.until());
  }
}
