/** Reading: a stream from a version, the log by position, claims, and a feed that follows the log's end. */
@NullMarked
package dev.attune.eventstore.read;

import org.jspecify.annotations.NullMarked;
