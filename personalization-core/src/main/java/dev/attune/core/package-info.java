/**
 * The pure core: {@code profile = fold(events)} and {@code decision = decide(profile, definitions, question, now, seed)}.
 *
 * <p>The command side decides with it, the query side previews, explains and back-tests with the very same functions. No
 * framework, no I/O, no clock, no chance: whatever varies is an argument.
 */
@NullMarked
package dev.attune.core;

import org.jspecify.annotations.NullMarked;
