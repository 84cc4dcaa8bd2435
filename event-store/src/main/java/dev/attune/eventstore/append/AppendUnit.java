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
 */
public record AppendUnit(UUID attempt, List<StreamAppend> streams, List<Claim> claims) {}
