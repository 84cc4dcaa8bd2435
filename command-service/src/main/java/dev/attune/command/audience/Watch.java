package dev.attune.command.audience;

import dev.attune.core.audience.Audience;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An audience that is watched from a position on.
 *
 * @param id of its rows
 * @param since position of the definition that it depends on and that came last; crossings are told from there on
 * @param sinceAt when that was recorded
 * @param seen people up to this id have been gone through; null: nobody yet
 * @param complete true once everybody has been
 */
record Watch(int id, Audience audience, long since, Instant sinceAt, @Nullable UUID seen, boolean complete) {

  /** True if it is known where the person stands. */
  boolean covers(UUID person) {
    return complete || seen != null && compare(person, seen) <= 0;
  }

  Watch upTo(@Nullable UUID person) {
    return new Watch(id, audience, since, sinceAt, person == null ? seen : person, person == null);
  }

  String key() {
    return audience.definition().key();
  }

  /** As the database orders them. */
  private static int compare(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }
}
