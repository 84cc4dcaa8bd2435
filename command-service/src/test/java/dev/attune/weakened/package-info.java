/**
 * A command-service with its strictness taken out: it decides on a state that may be stale and stores what it decided
 * all the same. The torture of the cap must catch it; if it doesn't, the torture proves nothing.
 */
@NullMarked
package dev.attune.weakened;

import org.jspecify.annotations.NullMarked;
