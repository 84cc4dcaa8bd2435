/**
 * Everything that marketers have defined, as it was at every position: read whole from its own topic by each instance
 * and kept in memory. What recomputes a decision takes the definitions from here.
 */
@NullMarked
package dev.attune.query.definition;

import org.jspecify.annotations.NullMarked;
