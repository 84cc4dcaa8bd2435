/**
 * Takes in what people do: Segment's HTTP API, so that its clients work unmodified, and one of our own. What a client
 * sent is read by pure functions into commands or reasons why not; commands are stored before the client is answered,
 * and so is, in quarantine, what could not be read.
 */
@NullMarked
package dev.attune.command.collect;

import org.jspecify.annotations.NullMarked;
