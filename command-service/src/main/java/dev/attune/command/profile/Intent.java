package dev.attune.command.profile;

import dev.attune.contracts.ProfileEvent;
import dev.attune.eventstore.append.Claim;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ProfileCommand} wants stored. The links of new identities are added by {@link ProfileStreams}.
 *
 * @param events in order, at least one
 * @param occurredAt of all of them
 * @param unique the key that must be unique, if any
 * @param correlation id of the request
 * @param traceparent W3C Trace Context of the request
 * @param stored the answer once they are stored
 * @param taken the answer if the unique key is held already
 * @param <R> what the sender is told
 */
public record Intent<R>(
    List<ProfileEvent> events,
    Instant occurredAt,
    @Nullable Unique unique,
    @Nullable UUID correlation,
    @Nullable String traceparent,
    Function<Receipt, R> stored,
    Function<Held, R> taken) {

  /**
   * A unique key of the request.
   *
   * @param kind message or request
   * @param key 16 bytes, a hash
   */
  public record Unique(Claim.Kind kind, byte[] key) {}

  /**
   * Where the events were stored.
   *
   * @param profile the stream
   * @param version of the last of them
   * @param position of the last of them
   */
  public record Receipt(UUID profile, long version, long position) {}

  /**
   * Who holds the unique key.
   *
   * @param profile the stream
   * @param position of the last event of the unit that took it
   */
  public record Held(UUID profile, long position) {}
}
