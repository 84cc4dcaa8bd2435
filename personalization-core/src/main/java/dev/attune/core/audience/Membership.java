package dev.attune.core.audience;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a person belongs to an audience at a moment.
 *
 * @param member true if the rule holds
 * @param failure why the rule could not be evaluated, for people; null if it could
 * @param until before this moment, nothing changes without another event; null: never. It may be that nothing changes
 *     at it either, and that it has to be asked for again
 */
public record Membership(boolean member, @Nullable String failure, @Nullable Instant until) {}
