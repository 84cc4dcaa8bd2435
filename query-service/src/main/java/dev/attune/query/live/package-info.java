/**
 * Tells clients of changes of a person as they become readable. One thread looks for all who listen, also at what other
 * instances fold; each listener's own thread reads the history and writes.
 */
@NullMarked
package dev.attune.query.live;

import org.jspecify.annotations.NullMarked;
