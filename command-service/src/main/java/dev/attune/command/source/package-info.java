/**
 * Sources: the shop fronts, apps and backends that may send, each with a write key of its own. The key is shown once;
 * the log holds its SHA-256. Every node knows the sources from the log, and asks it again before it refuses a key.
 */
@NullMarked
package dev.attune.command.source;

import org.jspecify.annotations.NullMarked;
