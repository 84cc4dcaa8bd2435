/**
 * Writing: atomic {@link dev.attune.eventstore.append.AppendUnit}s, gathered into group commits by one {@link
 * dev.attune.eventstore.append.Appender} a node. A unit that conflicts fails alone, never its neighbours.
 */
@NullMarked
package dev.attune.eventstore.append;

import org.jspecify.annotations.NullMarked;
