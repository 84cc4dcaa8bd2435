/**
 * The profile of one person as the fold of their stream. What a decision reads in it depends on nothing but the events
 * themselves: not on position, epoch or {@code recordedAt}, which a speculative state does not know yet.
 */
@NullMarked
package dev.attune.core.profile;

import org.jspecify.annotations.NullMarked;
